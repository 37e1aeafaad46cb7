import { reportedFile } from './whereabouts';

/**
 * A file as a URI: one that is relative to the current folder stays so.
 */
export function fileUri(file: string): string {
  const path = reportedFile(file);
  const [, drive = '', rest] = /^([A-Za-z]:(?=\/))?([^]*)$/.exec(path)!;
  const encoded = rest.split('/').map(segment => encodeURIComponent(segment.replace(/\p{Cs}/gu, '\ufffd'))).join('/');
  return drive !== '' ? `file:///${drive}${encoded}` : path.startsWith('/') ? `file://${encoded.replace(/^\/+/, '/')}` : encoded;
}
