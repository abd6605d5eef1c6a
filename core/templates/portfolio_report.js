(() => {
  const order = new Intl.Collator(document.documentElement.lang, { numeric: true, sensitivity: "base" });
  for (const table of document.querySelectorAll("table.sortable")) {
    const headings = [...table.tHead.rows[0].cells];
    headings.forEach((heading, at) => {
      const button = document.createElement("button");
      button.type = "button";
      button.title = table.dataset.sort;
      button.setAttribute("aria-label", `${heading.textContent}: ${table.dataset.sort}`);
      heading.append(button);
      // The button is for keyboards and screen readers. Its clicks reach the heading as well.
      heading.addEventListener("click", () => {
        const isUp = heading.getAttribute("aria-sort") !== "ascending";
        headings.forEach((other) => other.removeAttribute("aria-sort"));
        heading.setAttribute("aria-sort", isUp ? "ascending" : "descending");
        const value = (row) => row.cells[at].dataset.value ?? row.cells[at].textContent.trim();
        const rows = [...table.tBodies[0].rows].map((row) => [value(row), row]);
        rows.sort(([one], [other]) => (isUp ? order.compare(one, other) : order.compare(other, one)));
        table.tBodies[0].append(...rows.map(([, row]) => row));
      });
    });
  }
})();
