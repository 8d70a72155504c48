"""What rooms above do at once after something happened below them; only the site knows both."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from nennep.core import clock
from nennep.oversight import actions as oversight


class AfterClosing:
    """A meeting was closed: what was raised at its desk is on the list of petitions before the next page opens.

    The background round does the same each minute, for a meeting that ended in another way.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        here = request.resolver_match
        closed = request.method == "POST" and here is not None and here.view_name == "meetings:close"
        if closed and response.status_code == 302:
            oversight.take_up_petitions(request.actor.ward_id, on=clock.today(), at=clock.now())
        return response
