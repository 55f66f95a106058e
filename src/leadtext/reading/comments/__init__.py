"""Finding the readers' comments on a page.

`find_comments` tries, one after the other: class names, ids and schema.org types that say "comment" (`blocks`), a
forum's posts, repeated blocks of author, date and text with no telling name (`patterns`, `evidence`, `flat`), and
comments that a page only carries as JSON-LD (`linked_data`). `records` makes a record of each: `fields` reads author
(`authors`, `bylines`) and date, `affiliations` the writer's role and organisation, `body` and `common_body` the text,
`threads` and `addressed` what it answers. `opening` tells a forum's first post from those that answer it; `section`
then cuts it all out of the tree, so that the article can be read alone. `elsewhere` tells what is named as a comment
and is none of this page's, `parts` what is only part of one, `furniture` which words the page writes into each, `years`
of which year a day without one is.
"""

from leadtext.reading.comments.find import find_comments, missing_comments
from leadtext.reading.comments.records import Found

__all__ = ["Found", "find_comments", "missing_comments"]
