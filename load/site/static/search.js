"use strict";
// Search over names and sentences. All that is looked in are scripts, as a browser refuses to fetch files from disk.
// The pairs of characters of the words say which parts of the sentences may hold them; these are loaded one after the
// other; each hands its rows to fazhi.part and is forgotten once looked through.
var fazhi = (function () {
  var names = null, pairs = {}, waiting = null, run = 0, MOST = 30;

  function load(path, then) {
    var script = document.createElement("script");
    script.src = path;
    script.onload = function () { script.remove(); then(true); };
    script.onerror = function () { script.remove(); then(false); };
    document.head.appendChild(script);
  }
  function element(name, text, parent) {
    var made = document.createElement(name);
    if (text) { made.textContent = text; }
    if (parent) { parent.appendChild(made); }
    return made;
  }
  function link(address, text, parent) {
    var made = element("a", text, parent);
    made.href = address;
    return made;
  }
  function by(id) { return document.getElementById(id); }

  // A year, or a place's name or the beginning of it, narrows where is looked; the other words must occur.
  function asked(text) {
    var found = { words: [], years: [], provinces: [], places: [] };
    text.trim().toLowerCase().split(/\s+/).filter(Boolean).forEach(function (word) {
      var places = word.length < 2 ? [] : names.places.filter(function (place) { return place[1].indexOf(word) === 0; });
      if (/^(19|20)\d\d年?$/.test(word)) { found.years.push(Number(word.slice(0, 4))); }
      else if (places.length) {
        found.places.push(places.map(function (place) { return place[1]; }));
        found.provinces.push(places.map(function (place) { return place[0].slice(0, 2); }));
      } else { found.words.push(word); }
    });
    return found;
  }
  function partsFor(question) {
    return names.parts.filter(function (part) {
      return (!question.years.length || question.years.indexOf(part[1]) >= 0) &&
        question.provinces.every(function (codes) { return codes.indexOf(part[2]) >= 0; });
    });
  }
  function pairsOf(words) {
    var found = [];
    words.forEach(function (word) {
      var signs = Array.from(word);
      for (var at = 1; at < signs.length; at += 1) { found.push(signs[at - 1] + signs[at]); }
    });
    return found;
  }
  function fileOf(pair) { return pair.codePointAt(0) % names.pairs; }
  // Hands over the parts that hold all pairs of the words, after the files of the pairs are there.
  function holding(words, parts, then) {
    var wanted = pairsOf(words), missing = wanted.map(fileOf).filter(function (file) { return !pairs[file]; });
    if (missing.length) {
      load("search/pairs-" + missing[0] + ".js", function () {
        if (pairs[missing[0]]) { holding(words, parts, then); } else { then(parts); }
      });
      return;
    }
    wanted.forEach(function (pair) {
      var known = pairs[fileOf(pair)][pair], at = 0, numbers = new Set();
      if (known === 0) { return; }
      (known || []).forEach(function (step) { at += step; numbers.add(at); });
      parts = parts.filter(function (part) { return numbers.has(part[3]); });
    });
    then(parts);
  }
  function isOf(question, placeName, province) {
    return question.places.every(function (known) {
      return known.indexOf(placeName) >= 0 || known.indexOf(names.provinces[province]) >= 0;
    });
  }

  function showNames(text) {
    var list = by("q-names"), word = text.trim().toLowerCase();
    list.textContent = "";
    if (!word) { return; }
    var words = word.split(/\s+/);
    function has(name) { return words.some(function (one) { return name.toLowerCase().indexOf(one) >= 0; }); }
    names.places.filter(function (place) { return has(place[1]) || words.indexOf(place[0]) >= 0; }).slice(0, 12)
      .forEach(function (place) {
        link("place/" + place[0].slice(0, 2) + "/" + place[0] + ".html", (place[2] ? place[2] + " " : "") + place[1], element("li", "", list));
      });
    names.metrics.filter(function (metric) { return has(metric[1] + " " + metric[2]); }).slice(0, 12)
      .forEach(function (metric) {
        link("metric/" + metric[0] + ".html", metric[1] + " " + metric[2], element("li", "", list));
      });
  }
  function showHit(report, sentence, words) {
    var item = element("li", "", by("q-hits"));
    link(sentence[0], report[0] + " " + report[1], item);
    var line = element("div", "", item), text = sentence[1], lower = text.toLowerCase(), at = 0;
    while (at < text.length) {
      var next = -1, length = 0;
      words.forEach(function (word) {
        var spot = lower.indexOf(word, at);
        if (spot >= 0 && (next < 0 || spot < next)) { next = spot; length = word.length; }
      });
      if (next < 0 || lower.length !== text.length) { break; }
      line.appendChild(document.createTextNode(text.slice(at, next)));
      element("mark", text.slice(next, next + length), line);
      at = next + length;
    }
    line.appendChild(document.createTextNode(text.slice(at)));
  }

  function look(text) {
    run += 1;
    var mine = run, found = [], shown = 0, most = MOST, at = 0;
    by("q-hits").textContent = "";
    by("q-more").hidden = true;
    by("q-state").textContent = "";
    showNames(text);
    var question = asked(text);
    if (!question.words.length) { return; }
    var parts = [];
    function tell(done) {
      by("q-state").textContent = found.length + " 句 sentences · " + at + "/" + parts.length + (done ? "" : " …");
    }
    function show() {
      for (; shown < found.length && shown < most; shown += 1) { showHit(found[shown][0], found[shown][1], question.words); }
      by("q-more").hidden = shown < most || (shown === found.length && at >= parts.length);
      return shown < most;
    }
    function onward() {
      if (mine !== run) { return; }
      if (!show() || at >= parts.length) { tell(true); return; }
      var part = parts[at];
      waiting = function (name, reports) {
        if (mine !== run || name !== part[0]) { return; }
        reports.forEach(function (report) {
          if (!isOf(question, report[0], part[2])) { return; }
          report[2].forEach(function (sentence) {
            var lower = sentence[1].toLowerCase();
            if (question.words.every(function (word) { return lower.indexOf(word) >= 0; })) { found.push([report, sentence]); }
          });
        });
      };
      at += 1;
      tell(false);
      load("search/" + part[0] + ".js", onward);
    }
    by("q-more").onclick = function () { most += MOST; onward(); };
    holding(question.words, partsFor(question), function (held) { parts = held; onward(); });
  }

  document.addEventListener("DOMContentLoaded", function () {
    var field = by("q"), timer = 0;
    by("search").hidden = false;
    function again() {
      clearTimeout(timer);
      timer = setTimeout(function () {
        if (names) { look(field.value); } else { load("search/names.js", function () { if (names) { look(field.value); } }); }
      }, 200);
    }
    field.addEventListener("input", again);
    if (field.value) { again(); }
  });

  return {
    names: function (found) {
      names = found;
      names.parts.forEach(function (part, number) { part.push(number); });
    },
    pairs: function (file, found) { pairs[file] = found; },
    part: function (name, reports) { if (waiting) { waiting(name, reports); } }
  };
})();
