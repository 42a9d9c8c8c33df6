// Renews what a page tells of an import that is worked on; without scripts the whole page does.
"use strict";
{
  const PAUSE = 3000;
  const part = document.getElementById("import-progress");

  const put = (fresh) => {
    for (const selector of ["label", "[role=status]", ".import-waits"]) {
      const old = part.querySelector(selector);
      const next = fresh.querySelector(selector);
      // Only what is new is said aloud.
      if (old.innerHTML !== next.innerHTML) old.innerHTML = next.innerHTML;
    }
    const bar = part.querySelector("progress");
    const next = fresh.querySelector("progress");
    for (const name of ["value", "max"]) {
      if (next.hasAttribute(name)) bar.setAttribute(name, next.getAttribute(name));
      else bar.removeAttribute(name);
    }
  };

  const renew = async () => {
    try {
      const answer = await fetch(part.dataset.address, { cache: "no-store" });
      if (answer.status !== 200 || answer.redirected) {
        location.reload();
        return;
      }
      put(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch {
      // The site is away for a moment, as when it starts again.
    }
    setTimeout(renew, PAUSE);
  };
  setTimeout(renew, PAUSE);
}
