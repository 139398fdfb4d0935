"""The page in a real browser."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.support.ui import Select, WebDriverWait

from tests.server.conftest import Running

ARGUMENTS = """
    --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
    --disable-component-update --disable-sync --window-size=1280,1000
"""  # noqa: E501
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebDriver]:
    """Debian's Chromium with a profile of its own; it writes downloads into that."""
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    assert chromium and driver, "the page's tests need chromium with its driver"
    home = tmp_path_factory.mktemp("browser")
    options = webdriver.ChromeOptions()
    options.binary_location = str(chromium)
    for argument in [*ARGUMENTS.split(), f"--user-data-dir={home / 'profile'}"]:
        options.add_argument(argument)
    options.add_experimental_option(
        "prefs", {"download.default_directory": str(home / "downloads")}
    )
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    made = webdriver.Chrome(options=options, service=Service(driver))
    made.home = home
    yield made
    made.quit()


@pytest.fixture
def page(browser: WebDriver, service: Running) -> Iterator[WebDriver]:
    """The page, fresh; at the end its console holds no error."""
    browser.get(service.base)
    browser.get_log("browser")
    yield browser
    assert [one for one in browser.get_log("browser") if one["level"] == "SEVERE"] == []


def put(page: WebDriver, text: str) -> None:
    box = page.find_element(By.ID, "input")
    box.clear()
    box.send_keys(text)


def status(page: WebDriver, pattern: str) -> str:
    """What the status line says, once it fits."""

    def fits(_: WebDriver) -> str | bool:
        said = page.find_element(By.ID, "status").text
        return said if re.search(pattern, said) else False

    return str(WebDriverWait(page, 10).until(fits))


def test_text_is_shown_on_both_sides(page: WebDriver) -> None:
    put(page, "😀 my name is maya\ncall me in pune")
    page.find_element(By.CSS_SELECTOR, "button.main").click()
    assert status(page, "found") == "2 found, 1 redacted"
    assert (
        page.find_element(By.ID, "redacted").text == "😀 my name is [PERSON_NAME]\ncall me in pune"
    )
    marks = page.find_elements(By.CSS_SELECTOR, "#original mark")
    assert [mark.text.split()[0] for mark in marks] == ["maya", "pune"]
    assert re.fullmatch(r"maya\s*PERSON_NAME [01]\.\d\d", marks[0].text)
    assert marks[0].value_of_css_property("background-color") != "rgba(0, 0, 0, 0)"
    assert len(page.find_elements(By.CSS_SELECTOR, "tbody tr")) == 2


def test_types_and_mode_switch_what_is_shown(page: WebDriver) -> None:
    put(page, "call maya in pune")
    page.find_element(By.CSS_SELECTOR, "button.main").click()
    status(page, "2 found, 1 redacted")
    page.find_element(By.CSS_SELECTOR, "[value=CITY]").click()
    status(page, "2 found, 2 redacted")
    Select(page.find_element(By.ID, "mode")).select_by_value("mask")
    WebDriverWait(page, 10).until(
        lambda _: page.find_element(By.ID, "redacted").text == "call **** in ****"
    )
    for box in page.find_elements(By.CSS_SELECTOR, "[name=type]:checked"):
        box.click()
    status(page, "choose at least one type")


def test_the_keyboard_is_enough(page: WebDriver) -> None:
    """Every control comes in order by Tab, has a name, and shows where the focus is."""
    seen = []
    for _ in range(40):
        webdriver.ActionChains(page).send_keys(Keys.TAB).perform()
        one = page.switch_to.active_element
        if one.tag_name == "body" or one.id in [other.id for other, _ in seen]:
            break
        seen.append((one, one.accessible_name))
        assert one.value_of_css_property("outline-style") != "none"
    kinds = [one.get_attribute("id") or one.get_attribute("name") for one, _ in seen]
    assert [kinds[0], *kinds[-3:-1]] == ["input", "mode", "file"]
    assert all(name for _, name in seen)
    page.find_element(By.ID, "input").click()
    put(page, "call maya")
    webdriver.ActionChains(page).key_down(Keys.CONTROL).send_keys(Keys.ENTER).key_up(
        Keys.CONTROL
    ).perform()
    status(page, "1 found, 1 redacted")
    assert page.find_element(By.ID, "status").aria_role == "status"
    assert page.find_element(By.ID, "original").accessible_name == "Original"


def test_a_file_comes_back_and_is_downloaded(page: WebDriver, tmp_path: Path) -> None:
    captions = tmp_path / "call.vtt"
    captions.write_text("WEBVTT\n\n00:00.000 --> 00:01.000\ncall maya\n")
    page.find_element(By.ID, "file").send_keys(str(captions))
    status(page, "call.vtt: 1 found, 1 redacted")
    assert page.find_element(By.ID, "original").text.startswith("call maya PERSON_NAME")
    assert page.find_element(By.CSS_SELECTOR, "tbody td:nth-child(2)").text == "maya"
    redacted = page.find_element(By.ID, "redacted").get_attribute("textContent")
    assert redacted == captions.read_text().replace("maya", "[PERSON_NAME]")
    page.find_element(By.ID, "save").click()
    saved = page.home / "downloads" / "redacted-call.vtt"
    deadline = time.monotonic() + 10
    while not saved.exists():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert saved.read_text() == redacted


def test_what_went_wrong_is_told(page: WebDriver) -> None:
    put(page, "\n" * 200)
    page.find_element(By.CSS_SELECTOR, "button.main").click()
    assert "more than 100" in status(page, "more")
    assert not page.find_element(By.ID, "results").is_displayed()
    page.get_log("browser")  # Chromium reports an answer of 413 there


def test_nothing_comes_from_elsewhere_and_nothing_is_stored(
    page: WebDriver, service: Running
) -> None:
    put(page, "call maya")
    page.find_element(By.CSS_SELECTOR, "button.main").click()
    status(page, "1 found")
    asked = page.execute_script("return performance.getEntriesByType('resource').map(e => e.name)")
    assert asked == [f"{service.base}/v1/redact"]
    kept = "return [localStorage.length, sessionStorage.length, document.cookie]"
    assert page.execute_script(kept) == [0, 0, ""]
    policy = service.client.get("/").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_in_light_and_dark(page: WebDriver, scheme: str) -> None:
    """Text on its ground has a contrast of 4.5 at least (WCAG 2.2, 1.4.3)."""
    features = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", features)
    put(page, "call maya in pune on may at 4 1 5 5 5 5 2 6 7 1")
    page.find_element(By.CSS_SELECTOR, "button.main").click()
    status(page, "found")
    ground = colour(
        page.find_element(By.TAG_NAME, "body").value_of_css_property("background-color")
    )
    assert (sum(ground[:3]) < 200) == (scheme == "dark")
    for one in page.find_elements(
        By.CSS_SELECTOR, "p, mark, mark small, th, button, label, #status"
    ):
        text = colour(one.value_of_css_property("color"))
        behind = page.execute_script(
            "let e = arguments[0]; while (e) { const c = getComputedStyle(e).backgroundColor;"
            " if (c !== 'rgba(0, 0, 0, 0)') return c; e = e.parentElement; }",
            one,
        )
        assert contrast(text, colour(behind)) >= 4.5, one.text


def colour(css: str) -> tuple[float, ...]:
    return tuple(float(number) for number in re.findall(r"[\d.]+", css)[:3])


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """WCAG 2.2: contrast ratio."""
    lights = sorted(luminance(value) for value in (one, other))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def luminance(rgb: tuple[float, ...]) -> float:
    """WCAG 2.2: relative luminance of an sRGB colour, channels 0 to 255."""
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in rgb)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
