(() => {
  'use strict';
  const status = document.getElementById('status');
  const choice = document.getElementById('choice');
  const select = document.getElementById('cluster');
  const places = [...document.querySelectorAll('[data-part]')];

  /** What the server has said last. */
  let snapshot;

  /** Version of what each place shows. */
  const shown = new Map();

  function cluster() {
    const keys = snapshot.clusters.map(({ key }) => key);
    return keys.includes(select.value) ? select.value : (keys[0] ?? '');
  }

  function nameOf(place) {
    return 'ofCluster' in place.dataset ? `${place.dataset.part}/${cluster()}` : place.dataset.part;
  }

  /** Brings each place up to date, one after the other; what has come meanwhile is seen at the next round. */
  let isRefreshing = false;
  async function refresh() {
    if (isRefreshing) {
      return;
    }
    isRefreshing = true;
    try {
      for (let at = 0; at < places.length; at++) {
        const place = places[at];
        const name = nameOf(place);
        const version = snapshot.parts[name];
        const now = version === undefined ? undefined : `${name} ${version}`;
        if (shown.get(place) !== now) {
          const response =
            now === undefined ? undefined : await fetch(`/part?name=${encodeURIComponent(name)}`);
          if (response === undefined || response.ok) {
            put(place, response === undefined ? '' : await response.text());
            shown.set(place, now);
            at = -1;
          }
        }
      }
    } finally {
      isRefreshing = false;
    }
  }

  /** Puts markup that the server has made into a place; who reads or types there goes on where they were. */
  function put(place, markup) {
    const focused = place.contains(document.activeElement) ? document.activeElement : undefined;
    const fields = [...place.querySelectorAll('input, select')].map(({ id, type, value, checked }) => ({
      id,
      property: type === 'checkbox' ? 'checked' : 'value',
      value: type === 'checkbox' ? checked : value,
    }));
    const opened = [...place.querySelectorAll('details[open]')].map(({ id }) => id);
    const selection = focused?.selectionStart;

    place.innerHTML = markup;
    for (const { id, property, value } of fields) {
      const field = document.getElementById(id);
      if (field) {
        field[property] = value;
      }
    }
    opened.forEach((id) => document.getElementById(id)?.setAttribute('open', ''));
    if (place.querySelector('#report')) {
      document.dispatchEvent(new Event('report'));
    }
    const again = focused?.id && document.getElementById(focused.id);
    if (again && place.contains(again)) {
      again.focus({ preventScroll: true });
      if (typeof selection === 'number') {
        again.setSelectionRange(selection, selection);
      }
    }
  }

  const resources = document.getElementById('resources');

  /** What the stacks hold is asked for only as long as somebody looks at it. */
  async function showResources() {
    if (!resources.open || !snapshot) {
      return;
    }
    const response = await fetch(`/resources?${new URLSearchParams({ cluster: cluster() })}`);
    if (response.ok) {
      put(document.getElementById('resources-body'), await response.text());
    }
  }
  resources.addEventListener('toggle', () => void showResources());

  function say(state, text) {
    status.className = state;
    status.textContent = text;
  }

  function showClusters() {
    const before = cluster();
    choice.hidden = snapshot.clusters.length < 2;
    const names = JSON.stringify(snapshot.clusters);
    if (select.dataset.names !== names) {
      select.dataset.names = names;
      select.replaceChildren(
        ...snapshot.clusters.map(({ key, name }) => {
          const option = document.createElement('option');
          option.value = key;
          option.textContent = key === '' ? name : `${key} (${name})`;
          return option;
        }),
      );
      select.value = before;
    }
  }

  select.addEventListener('change', () => {
    void refresh();
    void showResources();
    void answer();
  });

  const question = document.getElementById('question');
  const list = document.getElementById('completions');

  /** Counts the questions, so that a late answer does not take the place of a later one. */
  let asked = 0;
  let answered = '';
  async function answer() {
    const own = ++asked;
    const place = document.getElementById('answer');
    const parameters = new URLSearchParams({ question: question.value, cluster: cluster() });
    // Without an answer there is none: that to another question must not stay.
    const markup =
      question.value.trim() === ''
        ? ''
        : await fetch(`/answer?${parameters}`).then(
            (response) => (response.ok ? response.text() : ''),
            () => '',
          );
    // What is there already is not to be read out again.
    if (own === asked && answered !== markup) {
      answered = markup;
      place.innerHTML = markup;
    }
  }

  /** What the word at the cursor may become: who, does what, with what, where. */
  function completions() {
    const data = document.getElementById('words');
    const before = question.value.slice(0, question.selectionStart);
    const words = before.match(/"[^"]*"?|\S+/g) ?? [];
    const word = /\s$/.test(before) || words.length === 0 ? '' : words.pop();
    if (!data) {
      return { word, found: [], shown: new Map() };
    }
    const { names, shown, verbs, resources, namespaces } = JSON.parse(data.textContent);
    const at = words[0]?.toLowerCase() === 'can' ? words.length - 1 : words.length;
    const isPlace = at > 2 && ['in', '-n', 'namespace'].includes(words.at(-1).toLowerCase());
    const all = isPlace ? namespaces : ([names, verbs, resources, ['in']][at] ?? []);
    const start = word.toLowerCase();
    // The shortest first: pods before podtemplates.
    const begins = all
      .filter((one) => one.toLowerCase().startsWith(start))
      .sort((one, other) => (start === '' ? 0 : one.length - other.length));
    const others =
      start === '' ? [] : all.filter((one) => !begins.includes(one) && one.toLowerCase().includes(start));
    const found = [...begins, ...others].filter((one) => one !== word);
    return { word, found: found.slice(0, 8), shown: new Map(shown) };
  }

  function suggest() {
    const { found, shown } = completions();
    list.replaceChildren(
      ...found.map((text, i) => {
        const option = document.createElement('li');
        option.id = `completion-${i}`;
        option.role = 'option';
        option.dataset.text = text;
        option.textContent = shown.get(text) ?? text;
        option.setAttribute('aria-selected', 'false');
        return option;
      }),
    );
    mark(-1);
    setOpen(found.length > 0);
  }

  function setOpen(isOpen) {
    list.hidden = !isOpen;
    question.setAttribute('aria-expanded', String(isOpen));
  }

  /** Which completion is chosen; -1: none. */
  let marked = -1;
  function mark(index) {
    marked = index;
    [...list.children].forEach((option, i) => option.setAttribute('aria-selected', String(i === index)));
    if (index < 0) {
      question.removeAttribute('aria-activedescendant');
    } else {
      question.setAttribute('aria-activedescendant', list.children[index].id);
      list.children[index].scrollIntoView({ block: 'nearest' });
    }
  }

  function take(text) {
    const end = question.selectionStart;
    const start = end - completions().word.length;
    question.setRangeText(`${text} `, start, end, 'end');
    suggest();
    void answer();
  }

  question.addEventListener('input', () => {
    suggest();
    void answer();
  });
  question.addEventListener('focus', suggest);
  question.addEventListener('blur', () => setOpen(false));
  question.addEventListener('keydown', (event) => {
    const { length } = list.children;
    if (['ArrowDown', 'ArrowUp'].includes(event.key) && length > 0) {
      event.preventDefault();
      setOpen(true);
      mark((marked + (event.key === 'ArrowDown' ? 1 : marked < 0 ? length : length - 1)) % length);
    } else if (event.key === 'Escape') {
      setOpen(false);
    } else if (
      event.key === 'Tab' &&
      !event.shiftKey &&
      !list.hidden &&
      (marked >= 0 || completions().word !== '')
    ) {
      event.preventDefault();
      take(list.children[Math.max(marked, 0)].dataset.text);
    } else if (event.key === 'Enter' && !list.hidden && marked >= 0) {
      event.preventDefault();
      take(list.children[marked].dataset.text);
    }
  });
  list.addEventListener('mousedown', (event) => {
    // The field keeps the focus.
    event.preventDefault();
    const option = event.target.closest('[role="option"]');
    if (option) {
      take(option.dataset.text);
    }
  });
  document.getElementById('ask').addEventListener('submit', (event) => {
    event.preventDefault();
    setOpen(false);
    void answer();
  });

  const events = new EventSource('/events');
  events.addEventListener('message', ({ data }) => {
    snapshot = JSON.parse(data);
    say(snapshot.status.state, snapshot.status.text);
    showClusters();
    refresh().catch(() => say('gone', GONE));
    if (snapshot.status.state !== 'working') {
      void showResources();
      void answer();
    }
  });
  const GONE = 'Not connected: cdktf-aks-aad dev has ended, or the connection to it has.';
  events.addEventListener('error', () => say('gone', GONE));
})();
