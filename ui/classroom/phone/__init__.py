"""Phone: the students' page, in small scripts of its own; `page.py` lists and serves its files.

It talks to the class's API alone (docs/classroom-api.md). `words.js` has every sentence that the
server does not word; `dom.js` draws, and puts data into the page as text, never as markup.
"""
