"""What a player can expect: beliefs that know no secret, and the futures that follow from them."""
