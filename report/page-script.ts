// The script of a page: search, choice of a verdict, folding. Everything is there to read without it.

/** Runs in a browser; the parts of a page are those that page.ts makes. */
export const PAGE_SCRIPT = `
'use strict';
(() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const sections = all('details.section');
  const words = new Map(sections.map((one) => [one, one.textContent.toLowerCase()]));
  const search = document.getElementById('search');
  const choices = all('[data-verdict][aria-pressed]');
  let verdict = '';
  const show = () => {
    const wanted = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
    let shown = 0;
    for (const one of sections) {
      const fits = verdict === '' || one.dataset.verdict === verdict;
      one.hidden = !(fits && wanted.every((word) => words.get(one).includes(word)));
      if (!one.hidden) shown += 1;
    }
    document.querySelector('.nothing').hidden = shown > 0 || sections.length === 0;
    document.querySelector('.shown').value = shown === sections.length ? '' : shown + ' of ' + sections.length;
  };
  search.addEventListener('input', show);
  for (const choice of choices) {
    choice.addEventListener('click', () => {
      verdict = choice.dataset.verdict;
      for (const one of choices) one.setAttribute('aria-pressed', String(one === choice));
      show();
    });
  }
  for (const button of all('[data-fold]')) {
    button.addEventListener('click', () => {
      for (const one of sections) if (!one.hidden) one.open = button.dataset.fold === 'open';
    });
  }
  document.addEventListener('keydown', (event) => {
    if (event.key === '/' && document.activeElement !== search) {
      event.preventDefault();
      search.focus();
    } else if (event.key === 'Escape' && document.activeElement === search) {
      search.value = '';
      show();
    }
  });
  const unfoldTarget = () => {
    const target = document.getElementById(location.hash.slice(1));
    const section = target && target.closest('details.section');
    if (section) section.open = true;
    if (target) target.scrollIntoView();
  };
  window.addEventListener('hashchange', unfoldTarget);
  document.querySelector('.toolbar').hidden = sections.length < 2;
  unfoldTarget();
})();
`;
