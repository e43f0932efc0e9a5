"""Pages that stay true: also to what happened while they were on their way, or while the line was lost."""

from playwright.sync_api import expect

from tests import people
from tests.browser.pages import bell_of, go, keep_open, post_of, still_open
from tests.factories import a_question, an_answer


def test_what_happens_while_a_page_is_on_its_way_arrives(app, deliver, open_page):
    asha, ben = people.asha(), people.ben()
    topic = a_question(by=asha)
    page = open_page(asha)

    def meanwhile(route):
        with app.app_context():
            an_answer(topic, by=ben)
            deliver()
        route.continue_()

    page.route("**/socket-*.js", meanwhile, times=1)
    go(page, topic.path)
    expect(post_of(page, "Answer by Ben Okafor")).to_be_visible()
    expect(bell_of(page)).to_have_accessible_name("Notifications, 2 unread")  # the answer, and a first shield


def test_what_happens_while_the_line_is_lost_arrives(app, deliver, open_page):
    asha, ben = people.asha(), people.ben()
    topic = a_question(by=asha)
    page = open_page(asha)
    lines, lost = [], []

    def dial(line):
        lines.append(line)
        line.close() if lost else line.connect_to_server()

    page.route_web_socket("**/socket.io/*", dial)
    go(page, topic.path)
    keep_open(page)
    lost.append(True)  # until somebody answered, however long that takes
    lines[0].close()
    expect(page.locator("html")).to_have_attribute("data-connection", "lost")
    an_answer(topic, by=ben)
    lost.clear()
    expect(post_of(page, "Answer by Ben Okafor")).to_be_visible()
    still_open(page)


def test_nothing_is_swapped_under_somebody_who_writes(app, open_page):
    asha, ben = people.asha(), people.ben()
    topic = a_question(by=asha)
    page = open_page(asha)
    go(page, topic.path)
    field = page.get_by_role("textbox", name="Your answer")
    field.press_sequentially("I found that ")
    an_answer(topic, by=ben)
    expect(post_of(page, "Answer by Ben Okafor")).to_be_visible()
    expect(field).to_be_focused()
    field.press_sequentially("gateway 3 works.")
    expect(field).to_have_value("I found that gateway 3 works.")


def test_a_refreshed_list_keeps_the_order_one_chose(app, open_page):
    asha, ben, vera = people.asha(), people.ben(), people.vera()
    topic = a_question(by=asha)
    an_answer(topic, by=ben)
    an_answer(topic, by=vera, body="It works since the update to 6.2.")
    page = open_page(asha)
    go(page, f"{topic.path}?order=newest")
    answers = page.get_by_role("article", name="Answer by")
    expect(answers.first).to_have_accessible_name("Answer by Vera Lind")
    an_answer(topic, by=people.sam(), body="The certificate is renewed on all three.")
    expect(answers.first).to_have_accessible_name("Answer by super-user Sam Reyes")
    expect(answers.last).to_have_accessible_name("Answer by Ben Okafor")


def test_a_vote_on_a_phone_stays_on_its_line(app, open_page):
    topic = a_question(by=people.asha())
    an_answer(topic, by=people.ben())
    page = open_page(people.vera(), viewport={"width": 390, "height": 844})
    go(page, topic.path)
    me_too = page.get_by_role("button", name="I have this too")
    me_too.click()
    expect(me_too).to_have_attribute("aria-pressed", "true")
    expect(me_too).to_have_text("I have this too 1")
    helpful = post_of(page, "Answer by Ben Okafor").get_by_role("button", name="Helpful", exact=True)
    helpful.click()
    expect(helpful).to_have_attribute("aria-pressed", "true")
    expect(post_of(page, "Answer by Ben Okafor").locator(".gh-vote.is-flat [data-count]")).to_have_text("1")
