"use strict";
// Language, and on report pages which card is open. Without this script both languages and all links work.
(function () {
  var root = document.documentElement;
  root.classList.add("js");

  function remembered() {
    try { return localStorage.getItem("fazhi-show"); } catch (refused) { return null; }
  }
  function remember(show) {
    try { localStorage.setItem("fazhi-show", show); } catch (refused) { /* this page alone then */ }
  }
  function choose(show) {
    root.dataset.show = show;
    root.lang = show === "en" ? "en" : "zh-CN";
    document.querySelectorAll(".switch button").forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.dataset.show === show));
    });
  }
  var shown = ["zh", "en", "both"].indexOf(remembered()) < 0 ? "both" : remembered();
  choose(shown);

  function open(name, toCard) {
    document.querySelectorAll(".card.open").forEach(function (card) { card.classList.remove("open"); });
    document.querySelectorAll(".fig.here").forEach(function (figure) { figure.classList.remove("here"); });
    // what is derived from a figure has its name within it
    var spot = document.getElementById("f-" + name), figure = spot && spot.closest(".fig");
    var card = figure && document.getElementById(figure.getAttribute("href").slice(1));
    if (!card) { return; }
    card.classList.add("open");
    figure.classList.add("here");
    showRow(card.id.slice(2));
    if (toCard) { card.focus({ preventScroll: true }); card.parentNode.scrollTop = 0; }
    else { figure.scrollIntoView({ block: "center" }); }
  }
  // The figure's row in the table beside the text, brought into sight within the table alone.
  function showRow(name) {
    document.querySelectorAll("tr.here").forEach(function (row) { row.classList.remove("here"); });
    var link = document.querySelector('a.to[href="#f-' + name + '"]');
    if (!link) { return; }
    var row = link.closest("tr"), box = row.closest(".wide");
    row.classList.add("here");
    box.scrollTop += row.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight / 2;
  }
  function follow() {
    var found = /^#([cf])-([0-9a-z]+)$/.exec(location.hash);
    if (found) { open(found[2], found[1] === "c"); }
  }
  function close(event) {
    var card = document.querySelector(".card.open");
    if (event.key !== "Escape" || !card) { return; }
    card.classList.remove("open");
    document.getElementById("f-" + card.id.slice(2)).focus();
  }

  document.addEventListener("DOMContentLoaded", function () {
    choose(shown);
    document.querySelectorAll(".switch").forEach(function (group) {
      group.hidden = false;
      group.addEventListener("click", function (event) {
        var show = event.target.dataset.show;
        if (show) { choose(show); remember(show); }
      });
    });
    document.addEventListener("keydown", close);
    document.addEventListener("click", function (event) {
      var link = event.target.closest("a.fig, a.to");
      // the same figure again, after its card was closed: no change of hash tells of it
      if (link && link.getAttribute("href") === location.hash) { follow(); }
    });
    window.addEventListener("hashchange", follow);
    follow();
  });
})();
