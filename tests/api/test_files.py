"""Files over HTTP: streamed in by strangers and applicants, given out by links under the strictest headers."""

import base64
import hashlib
import re
from datetime import timedelta

import boto3
import httpx
import pytest
from moto.server import ThreadedMotoServer

from plutomi import clock, tokens
from plutomi.api import build
from plutomi.api.edge import edge
from plutomi.domain import questions, throttles
from plutomi.domain.applicants.knowing import cookie_name
from plutomi.ids import new_id
from plutomi.settings import get_settings
from tests import make, papers
from tests.api.worlds import log_in
from tests.domain.test_files import Place, applicant, folder
from tests.domain.verbs import apply, do

JSON = {"accept": "application/json", "content-type": "application/octet-stream"}


@pytest.fixture
async def there(database, tmp_path, set_environment) -> Place:
    set_environment(PLUTOMI_DATA=str(tmp_path))
    await throttles.forget()
    return await Place().build()


def base(there: Place) -> str:
    return f"/apply/{there.org.slug}/{there.opening.slug}/files"


async def send(client: httpx.AsyncClient, url: str, content: bytes = b"", **query: str) -> httpx.Response:
    query = {"question": "licence", "name": "me.jpg"} | query
    return await client.post(url, params=query, content=content or papers.photograph(), headers=JSON)


async def test_a_stranger_sends_looks_and_takes_back(client, there):
    answer = await send(client, base(there))
    told = answer.json()
    assert (answer.status_code, told["name"], told["type"], told["state"]) == (201, "me.jpg", "image/jpeg", "clean")
    assert (await client.get(f"{base(there)}/{told['id']}", headers=JSON)).json() == told
    for _ in range(2):
        assert (await client.delete(f"{base(there)}/{told['id']}", headers=JSON)).status_code == 204
    assert (await client.get(f"{base(there)}/{told['id']}", headers=JSON)).status_code == 404
    assert await there.files() == []


async def test_in_pieces_without_a_length_it_is_counted_all_the_same(client, there):
    async def much():
        for _ in range(12 * 16):
            yield b"%PDF-" + b"x" * 65531

    answer = await client.post(f"{base(there)}?question=licence", content=much(), headers=JSON)
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"field": "answers.licence", "message": "This file is larger than 10 MB."}]
    assert list((folder() / "incoming").iterdir()) == []


@pytest.mark.parametrize(
    ("query", "status"),
    [({"question": "nope"}, 404), ({"question": ""}, 404), ({"name": "a\0.jpg"}, 422), ({"name": "../../x.jpg"}, 201)],
)
async def test_strange_questions_and_names(client, there, query, status):
    answer = await send(client, base(there), **query)
    assert answer.status_code == status, answer.text
    if status == 201:
        assert answer.json()["name"] == "x.jpg"


async def test_what_is_refused_is_refused_at_its_field(client, there):
    answer = await send(client, base(there), b"<html><script>alert(1)</script>")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "answers.licence"


async def test_a_private_or_closed_opening_takes_no_file(client, there):
    for state, status in (("private", 404), ("closed", 409)):
        other = await make.opening(there.org, state=state)
        assert (await send(client, f"/apply/{there.org.slug}/{other.slug}/files")).status_code == status


async def test_too_many_files_are_for_later(client, there, set_environment):
    set_environment(PLUTOMI_DATA=str(get_settings().plutomi_data), UPLOADS_PER_IP_PER_HOUR="1")
    await send(client, base(there))
    answer = await send(client, base(there))
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0


async def test_a_ticket_of_another_org_is_none(client, there):
    other = await Place().build()
    theirs = (await send(client, base(other))).json()["id"]
    for method in ("GET", "DELETE"):
        answer = await client.request(method, f"{base(there)}/{theirs}", headers=JSON)
        assert answer.status_code == 410
    assert len(await other.files()) == 1


async def test_an_applicant_sends_on_their_own_page_and_opens_it_there(client, there):
    me = applicant(await apply(there.opening), there.org)
    assert (await send(client, f"/my/files/of/{me.id}")).status_code == 401
    client.cookies.set(cookie_name(), tokens.sign_applicant(me.org_id, me.id))
    answer = await send(client, f"/my/files/of/{me.id}")
    assert answer.status_code == 201
    assert (await client.get(f"/my/files/of/{me.id}/{answer.json()['id']}", headers=JSON)).status_code == 200


async def test_a_page_sends_nothing_for_another_whose_link_was_opened_since(client, there):
    me = applicant(await apply(there.opening), there.org)
    other = applicant(await apply(there.opening, email="eve@example.com"), there.org)
    client.cookies.set(cookie_name(), tokens.sign_applicant(other.org_id, other.id))
    assert (await send(client, f"/my/files/of/{me.id}")).status_code == 401
    assert await there.files() == []


async def test_no_other_site_sends_in_an_applicants_name(client, there):
    me = applicant(await apply(there.opening), there.org)
    client.cookies.set(cookie_name(), tokens.sign_applicant(me.org_id, me.id))
    path = f"/my/files/of/{me.id}?question=licence"
    answer = await client.post(path, content=b"x", headers=JSON | {"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403


async def handed_in(there: Place, content: bytes = b"", name: str = "licence.jpg"):
    await there.apply(await there.send(content, name))
    return (await there.files())[0]


async def test_members_get_a_link_and_another_org_gets_nothing(client, there):
    file = await handed_in(there)
    await log_in(client, await make.user(org=there.org))
    told = (await client.get(f"/api/v1/files/{file.id}")).json()
    assert (told["name"], told["state"], told["applicant_id"]) == ("licence.jpg", "clean", str(file.applicant_id))
    assert (await client.get(f"/api/v1/applicants/{file.applicant_id}/files")).json()["data"][0]["id"] == told["id"]
    image = await client.get(told["url"])
    assert (image.status_code, image.headers["content-type"]) == (200, "image/jpeg")
    followed = await client.get(f"/api/v1/files/{file.id}/content?small=1&download=1")
    assert followed.status_code == 303
    small = await client.get(followed.headers["location"])
    assert small.headers["content-disposition"].startswith("attachment; ")
    assert 0 < len(small.content) < 2000
    await log_in(client, await make.user(org=await make.org()))
    for path in (f"/api/v1/files/{file.id}", f"/api/v1/files/{file.id}/content"):
        assert (await client.get(path)).status_code == 404


async def test_an_applicant_opens_their_own_file_and_no_other(client, there):
    file = await handed_in(there)
    eve = applicant(await apply(there.opening, email="eve@example.com"), there.org)
    path = f"/my/files/{file.id}/content"
    assert (await client.get(path)).status_code == 410
    client.cookies.set(cookie_name(), tokens.sign_applicant(eve.org_id, eve.id))
    assert (await client.get(path)).status_code == 404
    client.cookies.set(cookie_name(), tokens.sign_applicant(there.org.id, file.applicant_id))
    assert (await client.get((await client.get(path)).headers["location"])).status_code == 200


async def test_bytes_go_out_under_headers_that_let_them_do_nothing(there, tmp_path):
    file = await handed_in(there, name='Führer"schein\r\n.jpg')
    url = f"/files/{tokens.sign_file(file.org_id, file.id)}"
    outside = edge(build(), get_settings(), tmp_path, _nothing, {})
    async with httpx.AsyncClient(transport=httpx.ASGITransport(outside), base_url="http://test") as browser:
        answer = await browser.get(url)
        missing = await browser.get("/files/nope")
    headers = answer.headers
    assert "sandbox" in headers["content-security-policy"]
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'self'" in headers["content-security-policy"]
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "private, no-store"
    assert headers["content-disposition"] == (
        "inline; filename=\"F_hrerschein.jpg\"; filename*=UTF-8''F%C3%BChrerschein.jpg"
    )
    assert "frame-ancestors 'none'" in missing.headers["content-security-policy"]


async def _nothing(*_):
    return None


async def test_a_pdf_is_shown_in_our_pages_and_a_document_only_downloaded(client, there):
    pdf = await handed_in(there, papers.pdf(), "cv.pdf")
    document = await make.file(await make.applicant(there.stages[0]), there.question, papers.docx(), type="x/y")
    shown = await client.get(f"/files/{tokens.sign_file(pdf.org_id, pdf.id)}")
    assert shown.headers["content-type"] == "application/pdf"
    assert shown.headers["content-disposition"].startswith("inline")
    assert "sandbox" not in shown.headers["content-security-policy"]
    kept = await client.get(f"/files/{tokens.sign_file(document.org_id, document.id)}")
    assert kept.headers["content-disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("asked", "status", "content", "told"),
    [
        ("bytes=0-4", 206, b"%PDF-", "bytes 0-4/20"),
        ("bytes=15-", 206, b"fghij", "bytes 15-19/20"),
        ("bytes=-3", 206, b"hij", "bytes 17-19/20"),
        ("bytes=15-900", 206, b"fghij", "bytes 15-19/20"),
        ("bytes=20-", 416, b"", "bytes */20"),
        ("bytes=9-3", 416, b"", "bytes */20"),
        ("bytes=0-19", 200, b"%PDF-1234\nabcdefghij", None),
        ("bytes=0-1,4-5", 200, b"%PDF-1234\nabcdefghij", None),
        ("lines=0-1", 200, b"%PDF-1234\nabcdefghij", None),
    ],
)
async def test_a_range_is_given_alone(client, there, asked, status, content, told):
    file = await make.file(await make.applicant(there.stages[0]), there.question, b"%PDF-1234\nabcdefghij")
    answer = await client.get(f"/files/{tokens.sign_file(file.org_id, file.id)}", headers={"range": asked})
    assert (answer.status_code, answer.content, answer.headers.get("content-range")) == (status, content, told)


async def test_an_old_link_a_held_file_and_lost_bytes(client, there):
    who = await make.applicant(there.stages[0])
    file = await make.file(who, there.question)
    held = await make.file(who, there.question, state="held")
    url = f"/files/{tokens.sign_file(file.org_id, file.id)}"
    with clock.standing_at(clock.now() + timedelta(minutes=6)):
        assert (await client.get(url)).status_code == 410
    assert (await client.get(f"/files/{tokens.sign_file(held.org_id, held.id)}")).status_code == 404
    await log_in(client, await make.user(org=there.org))
    told = (await client.get(f"/api/v1/files/{held.id}")).json()
    assert (told["state"], told["url"]) == ("held", None)
    assert (await client.get(f"/api/v1/files/{held.id}/content")).status_code == 409
    (folder() / "kept" / file.key).unlink()
    assert (await client.get(url)).status_code == 404


@pytest.fixture
def bucket(monkeypatch, set_environment, there):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    url = "http://{}:{}".format(*server.get_host_and_port())
    client = boto3.client("s3", region_name="us-east-1", endpoint_url=url)
    name = f"bucket-{new_id()}"
    client.create_bucket(Bucket=name)
    set_environment(
        PLUTOMI_DATA=str(get_settings().plutomi_data), S3_BUCKET=name, AWS_REGION="us-east-1", AWS_ENDPOINT_URL=url
    )
    yield lambda: sorted(one["Key"] for one in client.list_objects_v2(Bucket=name).get("Contents", []))
    server.stop()


async def offer(client, there, content: bytes, **changes):
    body = {"question": "licence", "name": "me.jpg", "size": len(content), "type": "image/jpeg"}
    body["checksum"] = base64.b64encode(hashlib.sha256(content).digest()).decode()
    return await client.post(f"{base(there)}/offers", json=body | changes, headers={"accept": "application/json"})


async def straight(told: dict, content: bytes) -> None:
    async with httpx.AsyncClient() as browser:
        answer = await browser.post(told["url"], data=told["fields"], files={"file": ("x", content)})
        assert answer.status_code == 204, answer.text


async def test_straight_to_the_bucket_and_confirmed(client, there, bucket):
    content = papers.photograph()
    told = (await offer(client, there, content)).json()
    await straight(told, content)
    for _ in range(2):
        answer = await client.post(f"{base(there)}/{told['id']}/arrival?question=licence", headers=JSON)
        assert (answer.status_code, answer.json()["state"]) == (200, "clean"), answer.text
    (file,) = await there.files()
    assert bucket() == [file.key, f"{file.key}-small"]  # what came in, with its GPS, is gone
    await there.apply(told["id"])
    image = await client.get(f"/files/{tokens.sign_file(file.org_id, file.id)}")
    assert (image.status_code, len(image.content)) == (200, file.size)
    assert b"Phone" not in image.content


@pytest.mark.parametrize("sent", [b"", b"MZ" + b"\0" * 50, b"<svg/>"])
async def test_what_the_bucket_got_is_looked_at_before_it_is_taken(client, there, bucket, sent):
    told = (await offer(client, there, sent or b"x")).json()
    if sent:
        await straight(told, sent)
    answer = await client.post(f"{base(there)}/{told['id']}/arrival?question=licence", headers=JSON)
    assert answer.status_code == 422
    assert bucket() == []
    with pytest.raises(Exception, match="marked"):
        await there.apply(told["id"])


@pytest.mark.parametrize(
    "changes",
    [{"size": 0}, {"size": 11 * 1024 * 1024}, {"type": "image/svg+xml"}, {"checksum": "x"}, {"checksum": ""}],
)
async def test_an_offer_is_only_for_what_could_be_taken(client, there, bucket, changes):
    assert (await offer(client, there, b"x", **changes)).status_code == 422
    assert await there.files() == []


async def test_without_a_bucket_nothing_is_offered(client, there):
    assert (await offer(client, there, b"x")).json() == {"id": None, "url": None, "fields": {}}
    assert await there.files() == []


async def test_a_question_that_wants_no_file_gets_none(client, there):
    other = await do(there.member, questions.create, "why", "Why?", type="long_text")
    await do(there.member, questions.attach, there.stages[0].id, other.id)
    assert (await send(client, base(there), question="why")).status_code == 404


def plain(there: Place, **more) -> dict:
    return {"name": "Grace Hopper", "email": "grace@example.com"} | more


async def test_a_plain_form_carries_its_files_itself(client, there):
    path = base(there).removesuffix("/files")
    files = [("answers.licence", ("me.jpg", papers.photograph())), ("answers.licence", ("", b""))]
    answer = await client.post(path, data=plain(there), files=files)
    assert answer.status_code == 303, answer.text
    (file,) = await there.files()
    assert (file.name, file.applicant_id is not None) == ("me.jpg", True)


async def test_a_plain_form_given_back_still_holds_its_files(client, there):
    path = base(there).removesuffix("/files")
    files = {"answers.licence": ("me.jpg", papers.photograph())}
    answer = await client.post(path, data=plain(there, email="x"), files=files)
    assert answer.status_code == 422
    assert 'enctype="multipart/form-data"' in answer.text
    ticket = re.search(r'name="answers.licence" value="([\w-]{64})" checked', answer.text)[1]
    assert (await client.post(path, data=plain(there, **{"answers.licence": ticket}))).status_code == 303
    assert len(await there.files()) == 1


async def test_a_plain_form_says_at_its_field_what_file_it_does_not_take(client, there):
    path = base(there).removesuffix("/files")
    answer = await client.post(path, data=plain(there), files={"answers.licence": ("me.svg", b"<svg/>")})
    assert answer.status_code == 422
    assert "SVG" in answer.text
    assert "grace@example.com" in answer.text
    assert await there.files() == []
