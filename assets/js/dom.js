// Elements without innerHTML: text stays text, whatever a member or a file is called.
export function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    node.setAttribute(key, value === true ? '' : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

const announcer = element('div', { class: 'visually-hidden', role: 'status', 'aria-live': 'polite' });

// Says to a screen reader what has changed on the page.
export function announce(text) {
  if (!announcer.isConnected) document.body.append(announcer);
  announcer.textContent = text;
}
