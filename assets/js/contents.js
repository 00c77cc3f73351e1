// The list of contents follows the reader, and folds into a menu on narrow screens.
export function startContents() {
  openTarget();
  addEventListener('hashchange', openTarget);
  const side = document.querySelector('.side');
  if (!side) return;
  startMenu(side);
  startSpy(side);
}

// A link to something folded away opens the fold.
function openTarget() {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const fold = target && target.closest('details:not([open])');
  if (!fold) return;
  fold.open = true;
  target.scrollIntoView();
}

function startMenu(side) {
  const toggle = side.querySelector('.toc-toggle');
  const set = (open) => {
    side.classList.toggle('open', open);
    toggle?.setAttribute('aria-expanded', String(open));
  };
  toggle?.addEventListener('click', () => set(!side.classList.contains('open')));
  side.querySelector('.toc-nav')?.addEventListener('click', (event) => {
    if (event.target.closest('a')) set(false);
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && side.classList.contains('open')) {
      set(false);
      toggle?.focus();
    }
  });
}

// The section read is the last one whose heading has passed the upper third of the window.
function startSpy(side) {
  const links = [...side.querySelectorAll('.toc a')]
    .map((link) => ({ link, target: sameDocumentTarget(link) }))
    .filter(({ target }) => target);
  if (links.length === 0) return;
  let scheduled = false;
  const update = () => {
    scheduled = false;
    const line = innerHeight / 3;
    const atEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 4;
    let current = links[0];
    for (const entry of links) {
      if (entry.target.getBoundingClientRect().top <= line) current = entry;
    }
    if (atEnd && scrollY > 0) current = links.at(-1);
    mark(side, links, current.link);
  };
  const schedule = () => {
    if (scheduled) return;
    scheduled = true;
    requestAnimationFrame(update);
  };
  addEventListener('scroll', schedule, { passive: true });
  addEventListener('resize', schedule);
  update();
}

function mark(side, links, link) {
  if (link.getAttribute('aria-current') === 'location') return;
  links.forEach((entry) => entry.link.removeAttribute('aria-current'));
  link.setAttribute('aria-current', 'location');
  side.querySelectorAll('.toc > li').forEach((item) => item.classList.toggle('active', item.contains(link)));
  const box = side.querySelector('.toc-nav');
  const at = link.getBoundingClientRect();
  const frame = box.getBoundingClientRect();
  if (at.top < frame.top || at.bottom > frame.bottom) box.scrollTop += at.top - frame.top - frame.height / 3;
}

// A link to this very document, "#x" or "flows.html#x" on flows.html.
function sameDocumentTarget(link) {
  const url = new URL(link.href, location.href);
  if (url.pathname !== location.pathname || url.hash.length < 2) return null;
  return document.getElementById(decodeURIComponent(url.hash.slice(1)));
}
