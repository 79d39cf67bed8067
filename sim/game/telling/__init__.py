"""What is told of a game: the view of its player, news, questions, standing, data of charts."""
