// Light or dark: the system's choice until the reader switches; the switch lasts for the session.
const key = 'tessera-theme';
const listeners = [];

export function onThemeChange(listener) {
  listeners.push(listener);
}

export function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
}

export function startTheme() {
  const stored = recall();
  if (stored === 'light' || stored === 'dark') document.documentElement.dataset.theme = stored;
  const button = document.querySelector('[data-theme-switch]');
  const show = () => button?.setAttribute('aria-pressed', String(isDark()));
  show();
  button?.addEventListener('click', () => {
    const next = isDark() ? 'light' : 'dark';
    document.documentElement.dataset.theme = next;
    remember(next);
    show();
    listeners.forEach((listener) => listener());
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    show();
    listeners.forEach((listener) => listener());
  });
}

// Storage may be refused (a file opened from a mail program): the switch then lasts for the page.
function recall() {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}
function remember(theme) {
  try {
    sessionStorage.setItem(key, theme);
  } catch {
    // nothing to keep it in
  }
}
