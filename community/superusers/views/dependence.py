"""Where the community hangs on one person."""

from flask import render_template

from community.core.web import viewer
from community.superusers.dependence import FEWEST, SHARE, dependent_areas
from community.superusers.views.blueprint import blueprint


@blueprint.get("/moderation/dependence")
def dependence():
    """The areas, with who could come to stand beside them; for staff."""
    areas = dependent_areas(by=viewer())
    return render_template("superusers/dependence/index.html", areas=areas, share=SHARE, fewest=FEWEST)
