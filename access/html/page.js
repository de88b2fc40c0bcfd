(() => {
  'use strict';
  /** What the page shows: the report in it and the table over that. */
  let report, UNSEEN, roles, bindings, texts, matrix;

  const dialog = document.getElementById('detail');
  const title = document.getElementById('detail-title');
  const body = document.getElementById('detail-body');

  /** Entries of a long list that are shown at first, and with each push of its button. */
  const STEP = 100;
  const buttons = new WeakMap();

  /** Text in which everything is seen, as the page itself has it. */
  function visible(text) {
    return text.replace(UNSEEN, (character) => {
      const code = character.codePointAt(0).toString(16);
      return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`;
    });
  }

  /** Makes an element; text is set as text, so nothing in a name is ever taken for markup. */
  function element(tag, text, ...children) {
    const made = document.createElement(tag);
    made.append(...(text === undefined ? [] : [visible(text)]), ...children);
    return made;
  }

  function placeText(namespace) {
    return namespace === undefined ? 'the whole cluster' : `namespace ${namespace}`;
  }

  function rulesTable(rules) {
    const heads = ['May', 'On', 'API groups', 'Only named'].map((text) => {
      const head = element('th', text);
      head.scope = 'col';
      return head;
    });
    const rows = rules.map((rule) => {
      const { azure } = rule;
      if (azure) {
        const actions = [
          ...azure.dataActions,
          ...(azure.notDataActions ?? []).map((action) => `not ${action}`),
        ];
        const customs = (azure.customResources ?? []).map(
          ({ group, kind }) => `${kind ?? 'everything'} of ${group ?? 'any group'}`,
        );
        return element(
          'tr',
          undefined,
          ...[['data actions'], actions, [], customs].map((list) => element('td', list.join(', '))),
        );
      }
      const groups = (rule.apiGroups ?? []).map((group) => (group === '' ? 'core' : group));
      const things = [...(rule.resources ?? []), ...(rule.nonResourceURLs ?? []).map((url) => `URL ${url}`)];
      return element(
        'tr',
        undefined,
        ...[rule.verbs, things, groups, rule.resourceNames ?? []].map((list) =>
          element('td', list.join(', ')),
        ),
      );
    });
    const table = element(
      'table',
      undefined,
      element('thead', undefined, element('tr', undefined, ...heads)),
      element('tbody', undefined, ...rows),
    );
    table.className = 'plain rules';
    return table;
  }

  function grantCard(grant, namespace) {
    const binding = bindings.get(grant.binding);
    const role = roles.get(binding.role);
    const card = element(
      'section',
      undefined,
      element('h3', `${binding.kind} ${binding.name}`),
      element('p', `grants ${role.id} in ${placeText(namespace)}, as ${grant.as}`),
      role.rules
        ? rulesTable(role.rules)
        : element('p', 'The role is not part of the configuration: what it allows is not known here.'),
      ...(role.unevaluated
        ? [element('p', `More, where a condition holds that is not evaluated: ${role.unevaluated.condition}`)]
        : []),
    );
    card.className = 'grant';
    return card;
  }

  function open(cell) {
    const subject = report.subjects[Number(cell.dataset.subject)];
    const namespace = cell.dataset.namespace || undefined;
    // What holds in the whole cluster holds in each namespace, too, but what is granted there comes first.
    const places = subject.places
      .filter((place) => place.namespace === undefined || place.namespace === namespace)
      .reverse();

    title.textContent = visible(`${subject.name} in ${placeText(namespace)}`);
    const why = (subject.ways ?? []).map((way) => {
      const paragraph = element('p', way.text);
      paragraph.className = 'alarm';
      return paragraph;
    });
    body.replaceChildren(
      ...why,
      ...places.flatMap((place) => place.grants.map((grant) => grantCard(grant, place.namespace))),
    );
    document.getElementById('detail-link').href = `#${cell.id}`;
    window.history.replaceState(null, '', `#${cell.id}`);
    dialog.showModal();
    body.scrollTop = 0;
  }

  /** The nearest cell with something in it, in a direction. */
  function neighbour(cell, rows, columns) {
    const visible = [...matrix.tBodies[0].rows].filter((row) => !row.hidden && !isLater(row));
    let y = visible.indexOf(cell.closest('tr'));
    let x = cell.closest('td').cellIndex;
    for (;;) {
      y += rows;
      x += columns;
      const next = visible[y]?.cells[x];
      if (!next || x < 1) {
        return undefined;
      }
      const link = next.querySelector('a');
      if (link) {
        return link;
      }
    }
  }

  const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

  function onKey(event) {
    const cell = event.target.closest('a.chip');
    if (!cell) {
      return;
    }
    const arrow = ARROWS[event.key];
    if (arrow) {
      event.preventDefault();
      neighbour(cell, ...arrow)?.focus();
    } else if (event.key === ' ') {
      event.preventDefault();
      open(cell);
    }
  }

  function searchText(subject) {
    const placesOf = ({ places }, prefix) =>
      places.map((place) => ({ ...place, level: prefix + place.level }));
    const all = [...placesOf(subject, ''), ...placesOf(subject.eligible ?? { places: [] }, 'eligible: ')];
    const grants = all.flatMap((place) => [
      place.namespace ?? 'whole cluster',
      place.more ? `${place.level} +` : place.level,
      ...place.grants.flatMap((grant) => [grant.binding, grant.as, bindings.get(grant.binding).role]),
    ]);
    return [subject.kind, subject.name, subject.boundAs ?? '', ...grants].join('\n').toLowerCase();
  }

  function levelsOf({ places, eligible }) {
    return [...places, ...(eligible ? eligible.places : [])].flatMap(({ level, more }) =>
      more ? [level, '+'] : [level],
    );
  }

  function filter() {
    const words = document.getElementById('filter').value.toLowerCase().split(/\s+/).filter(Boolean);
    const level = document.getElementById('level').value;
    const onlyClimbing = document.getElementById('climbs').checked;
    let shown = 0;
    for (const row of matrix.tBodies[0].rows) {
      const index = Number(row.dataset.subject);
      const fits =
        words.every((word) => texts[index].includes(word)) &&
        (level === '' || levelsOf(report.subjects[index]).includes(level)) &&
        (!onlyClimbing || (report.subjects[index].ways ?? []).some(({ to }) => to === 'cluster-admin'));
      row.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    showUpTo(matrix.tBodies[0], STEP);
    document.getElementById('count').textContent = `${shown} of ${report.subjects.length}`;
    document.getElementById('nothing').hidden = shown > 0;
    // On paper nothing else says that there are more.
    const filtered = document.getElementById('filtered');
    filtered.hidden = shown === report.subjects.length;
    filtered.textContent = `Filtered: ${shown} of ${report.subjects.length} subjects are here.`;
  }

  function isLater(entry) {
    return entry.classList.contains('later');
  }

  /** Shows so many entries of a long list, of those that the filter has left. */
  function showUpTo(list, limit) {
    let fitting = 0;
    for (const entry of list.children) {
      entry.classList.toggle('later', fitting >= limit);
      fitting += entry.hidden ? 0 : 1;
    }
    const left = fitting - limit;
    const button = buttons.get(list) ?? buttonOf(list);
    button.hidden = left <= 0;
    button.textContent = `Show ${Math.min(STEP, left)} more (${left} left)`;
    button.onclick = () => {
      const next = [...list.children].find((entry) => !entry.hidden && isLater(entry));
      showUpTo(list, limit + STEP);
      // The button may be gone: whoever uses the keyboard goes on where the new entries begin.
      next.querySelector('a')?.focus();
    };
  }

  function buttonOf(list) {
    const button = element('button');
    button.type = 'button';
    button.className = 'more';
    (list.closest('.scroll') ?? list).after(button);
    buttons.set(list, button);
    return button;
  }

  /** Shows what something in a long list belongs to, if it is not shown yet. */
  function reveal(target) {
    const entry = target.closest('.long > *');
    if (entry && isLater(entry)) {
      const before = [...entry.parentElement.children].filter((one) => !one.hidden).indexOf(entry);
      showUpTo(entry.parentElement, Math.ceil((before + 1) / STEP) * STEP);
      target.scrollIntoView({ block: 'center' });
    }
  }

  function openTarget() {
    const target = document.getElementById(location.hash.slice(1));
    if (target) {
      reveal(target);
    }
    if (target instanceof HTMLDetailsElement) {
      target.open = true;
    } else if (target?.matches('a.chip') && !dialog.open) {
      open(target);
      target.scrollIntoView({ block: 'center' });
    }
  }

  /** Takes up the report that stands in the page, which may be another one than before. */
  function show() {
    const data = JSON.parse(document.getElementById('report').textContent);
    report = data.report;
    UNSEEN = new RegExp(data.unseen, 'gu');
    roles = new Map(report.roles.map((role) => [role.id, role]));
    bindings = new Map(report.bindings.map((binding) => [binding.id, binding]));
    texts = report.subjects.map(searchText);
    document.querySelectorAll('.long').forEach((list) => showUpTo(list, STEP));
    matrix = document.getElementById('matrix');
    if (!matrix) {
      return;
    }
    for (const cell of matrix.querySelectorAll('a.chip')) {
      cell.setAttribute('role', 'button');
      cell.setAttribute('aria-haspopup', 'dialog');
    }
    matrix.addEventListener('click', (event) => {
      const cell = event.target.closest('a.chip');
      if (cell) {
        event.preventDefault();
        open(cell);
      }
    });
    matrix.addEventListener('keydown', onKey);

    const filters = document.getElementById('filters');
    filters.addEventListener('input', filter);
    filters.addEventListener('submit', (event) => event.preventDefault());
    // A browser that goes back fills the fields in again.
    filter();
  }

  document.addEventListener('keydown', (event) => {
    if (event.key === '/' && matrix && !event.target.closest('input, select, dialog')) {
      event.preventDefault();
      document.getElementById('filter').focus();
    }
  });
  dialog.addEventListener('close', () =>
    window.history.replaceState(null, '', location.pathname + location.search),
  );
  document.getElementById('detail-close').addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) {
      dialog.close();
    }
  });
  window.addEventListener('hashchange', openTarget);
  window.addEventListener('beforeprint', () => {
    document.querySelectorAll('details').forEach((details) => (details.open = true));
  });
  // Of the page of `dev`, which puts another report in after each change.
  document.addEventListener('report', show);
  if (document.getElementById('report')) {
    show();
    openTarget();
  }
})();
