// Searching, filtering and sorting the list of documents. Without it the pages list the same documents, newest first.
(function () {
  "use strict";
  var tools = document.getElementById("tools");
  var table = document.getElementById("documents");
  if (!tools || !table) return;
  var root = tools.dataset.root;
  var names = { report: "Report", article: "Article", blog: "Blog post", comment: "Comments" };
  var AT_ONCE = 200;
  var sortedBy = null, falling = false, shown = AT_ONCE, body = table.tBodies[0];
  var known = {};
  Array.prototype.forEach.call(body.rows, function (row) { known[row.dataset.href] = row; });

  var more = document.createElement("button");
  more.type = "button";
  more.className = "more";
  more.textContent = "Show more";
  more.hidden = true;
  more.addEventListener("click", function () { shown += AT_ONCE; show(); });
  table.parentNode.after(more);

  // The list of every document is fetched when it is first wanted; a script may be read from disk, other files may not.
  function withDocuments(then) {
    if (window.leadtextDocuments) { then(); return; }
    var script = document.createElement("script");
    script.src = root + "assets/documents.js";
    script.onload = then;
    document.head.appendChild(script);
  }

  function cell(kind, text, style) {
    var made = document.createElement(kind);
    if (style) made.className = style;
    made.textContent = text;
    return made;
  }

  function rowOf(entry) {
    if (known[entry[1]]) return known[entry[1]];
    var row = document.createElement("tr");
    var head = document.createElement("th");
    var link = document.createElement("a");
    head.scope = "row";
    link.href = root + entry[1];
    link.textContent = entry[0];
    head.appendChild(link);
    row.appendChild(head);
    row.appendChild(cell("td", names[entry[2]] || entry[2]));
    row.appendChild(cell("td", entry[4], "date"));
    row.appendChild(cell("td", entry[5].toLocaleString("en-GB"), "n"));
    row.appendChild(cell("td", entry[6].toLocaleString("en-GB"), "n"));
    row.appendChild(cell("td", "", "frames"));
    known[entry[1]] = row;
    return row;
  }

  function show() {
    var words = tools.elements.words.value.toLowerCase().split(/\s+/).filter(Boolean);
    var kind = tools.elements.kind.value, year = tools.elements.year.value;
    var found = window.leadtextDocuments.filter(function (entry) {
      var text = entry[7].toLowerCase();
      return (!kind || entry[2] === kind) && (!year || entry[3].slice(0, 4) === year) &&
        words.every(function (word) { return text.indexOf(word) >= 0; });
    });
    if (sortedBy !== null) {
      found = found.slice().sort(function (a, b) {
        var left = a[sortedBy], right = b[sortedBy];
        var order = typeof left === "number" ? left - right : String(left).localeCompare(String(right), "en");
        return falling ? -order : order;
      });
    }
    body.replaceChildren.apply(body, found.slice(0, shown).map(rowOf));
    more.hidden = found.length <= shown;
    tools.elements.found.textContent = found.length.toLocaleString("en-GB") + " found";
    Array.prototype.forEach.call(document.querySelectorAll("#listed .pager"), function (pager) { pager.hidden = true; pager.style.display = "none"; });
  }

  function anew() { shown = AT_ONCE; withDocuments(show); }

  tools.hidden = false;
  tools.addEventListener("submit", function (event) { event.preventDefault(); });
  tools.addEventListener("input", anew);
  Array.prototype.forEach.call(table.tHead.rows[0].cells, function (head) {
    if (head.dataset.key === undefined) return;
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", function () {
      var key = Number(head.dataset.key);
      falling = sortedBy === key ? !falling : key >= 3;
      sortedBy = key;
      Array.prototype.forEach.call(table.tHead.rows[0].cells, function (other) { other.removeAttribute("aria-sort"); });
      head.setAttribute("aria-sort", falling ? "descending" : "ascending");
      anew();
    });
  });
})();
