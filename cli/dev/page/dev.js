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

  select.addEventListener('change', () => void refresh());

  const events = new EventSource('/events');
  events.addEventListener('message', ({ data }) => {
    snapshot = JSON.parse(data);
    say(snapshot.status.state, snapshot.status.text);
    showClusters();
    refresh().catch(() => say('gone', GONE));
  });
  const GONE = 'Not connected: cdktf-aks-aad dev has ended, or the connection to it has.';
  events.addEventListener('error', () => say('gone', GONE));
})();
