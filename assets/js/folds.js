// In a single file, what is folded away at first (segment profiles, the tables behind figures) lies packed in
// the page, so that an inbox accepts it. It is put in its places before anything else is wired to it.
export async function fillFolds() {
  const island = document.getElementById('tessera-folds');
  if (!island) return;
  const pieces = JSON.parse(await inflate(island.textContent));
  for (const place of document.querySelectorAll('[data-fold]')) {
    const holder = document.createElement('template');
    holder.innerHTML = pieces[Number(place.dataset.fold)]; // the page's own text, escaped where it was written
    place.replaceWith(holder.content);
  }
  island.remove();
}

async function inflate(text) {
  return new Response(inflated(text)).text();
}

// The gzipped bytes of a base64 text, as a stream of what they hold.
export function inflated(text) {
  const packed = Uint8Array.from(atob(text.trim()), (c) => c.charCodeAt(0));
  return new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
}
