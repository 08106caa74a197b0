/* Filters for the list of points. Everything is there without it; this only hides what was not asked for.
   What is chosen stands in the address, so that a link can be sent to just that. */
(() => {
  "use strict";

  /* What a tile says goes away with Escape, without moving. */
  const who = document.getElementById("who");
  addEventListener("keydown", (event) => { if (event.key === "Escape" && who) who.classList.add("quiet"); });
  for (const kind of ["pointerover", "focusin"]) {
    if (who) who.addEventListener(kind, () => who.classList.remove("quiet"));
  }

  /* A link into what is folded away opens it; on paper everything is open. */
  const open = (target) => {
    for (let one = target; one; one = one.parentElement) if (one.tagName === "DETAILS") one.open = true;
  };
  const unfold = () => {
    const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (!target) return;
    open(target.closest("details"));
    target.scrollIntoView();
  };
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open])")];
    for (const one of folded) one.open = true;
  });
  addEventListener("afterprint", () => { for (const one of folded) one.open = false; });

  const form = document.getElementById("filter");
  if (!form) {
    addEventListener("hashchange", unfold);
    unfold();
    return;
  }
  const said = document.getElementById("shown");
  const fields = {};
  for (const key of ["text", "track", "party", "disposition", "status"]) fields[key] = document.getElementById("by-" + key);
  const groups = [...document.querySelectorAll(".group")].map((group) => ({
    group,
    count: group.querySelector(".quantity"),
    points: [...group.querySelectorAll(".list > li")],
  }));
  const texts = new WeakMap();
  const textOf = (point) => {
    if (!texts.has(point)) texts.set(point, point.textContent.toLowerCase());
    return texts.get(point);
  };
  const mark = "#filter?";

  const apply = () => {
    const wanted = Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, field.value]));
    const words = wanted.text.toLowerCase().split(/\s+/).filter(Boolean);
    const some = words.length > 0 || wanted.track || wanted.party || wanted.disposition || wanted.status;
    let total = 0, found = 0;
    for (const { group, count, points } of groups) {
      const here = !wanted.track || group.dataset.track === wanted.track;
      let left = 0;
      for (const point of points) {
        const fits = here
          && ["party", "disposition", "status"].every(
            (key) => !wanted[key] || point.dataset[key].split(" ").includes(wanted[key]))
          && words.every((word) => textOf(point).includes(word));
        point.hidden = !fits;
        total += 1;
        left += fits;
      }
      group.hidden = Boolean(some) && left === 0;
      count.textContent = some ? `(${left} / ${points.length})` : `(${points.length})`;
      found += left;
    }
    const text = found === 0 ? said.dataset.none : some ? said.dataset.some : said.dataset.all;
    said.textContent = text.replace("{n}", found).replace("{total}", total);
    return wanted;
  };

  const remember = (wanted) => {
    const query = new URLSearchParams(Object.entries(wanted).filter(([, value]) => value)).toString();
    if (!query && !location.hash.startsWith(mark)) return;
    history.replaceState(null, "", query ? mark + query : location.pathname + location.search);
  };

  const recall = () => {
    if (!location.hash.startsWith(mark)) {
      const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
      /* A link to a point that is filtered away must still lead somewhere. */
      if (target && target.hidden) {
        form.reset();
        apply();
      }
      unfold();
      return;
    }
    const query = new URLSearchParams(location.hash.slice(mark.length));
    for (const [key, field] of Object.entries(fields)) {
      field.value = query.get(key) || "";
      if (field.selectedIndex === -1) field.value = "";
    }
    apply();
    document.getElementById("points").scrollIntoView();
  };

  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", () => remember(apply()));
  fields.text.addEventListener("input", () => remember(apply()));
  /* After the fields have been emptied. */
  form.addEventListener("reset", () => setTimeout(() => remember(apply())));
  addEventListener("hashchange", recall);
  apply();
  recall();
})();
