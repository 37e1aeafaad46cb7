/** How sources are called, and where they are. */
const PLACES: readonly { readonly name: RegExp; readonly url: (...parts: string[]) => string }[] = [
  { name: /https?:\/\/[^\s)]+/, url: url => url },
  { name: /\bKEP-(\d+)\b/, url: (_, number) => `https://kep.k8s.io/${number}` },
  // GitHub leads from the number of an issue to the pull request, if it is one.
  { name: /\b([\w.-]+\/[\w.-]+)#(\d+)\b/, url: (_, repository, number) => `https://github.com/${repository}/issues/${number}` },
];

/**
 * Where a source is to be found, such as `KEP-753` or `kubernetes/kubernetes#25908`; undefined if its name does not say it.
 */
export function sourceUrl(source: string): string | undefined {
  const place = placeIn(source);
  return place?.url;
}

/**
 * A source in Markdown, with what has an address as a link.
 */
export function sourceLink(source: string): string {
  const place = placeIn(source);
  return !place ? source : `${source.slice(0, place.start)}[${place.name}](${place.url})${source.slice(place.start + place.name.length)}`;
}

function placeIn(source: string): { start: number; name: string; url: string } | undefined {
  for (const { name, url } of PLACES) {
    const found = name.exec(source);
    if (found) {
      return { start: found.index, name: found[0], url: url(...found) };
    }
  }
  return undefined;
}
