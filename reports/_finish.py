"""Put beside the reports what they link to, after `quarto render reports`."""

import os

from ltp_analysis.project import find_project
from ltp_analysis.site.update import finish

# Where Quarto renders one document, whoever asked for it looks after the rest.
if "QUARTO_PROJECT_RENDER_ALL" in os.environ:
    finish(find_project())
