import { isPlaceholder } from '../../src/manifest/placeholder';

test.each([
  '<PORT>', 'gcr.io/<PROJECT>/app', '${PORT}', '$(PORT)', ' $(PORT) ', '{{ .Values.port }}', '8{{ Mod .Index 12 }}', '{{ memory }}Mi', '$GPU', '%PORT%', '__PORT__', '@PORT@', '...', '…',
])('%j is to be filled in, or has a part that is', text => {
  expect(isPlaceholder(text)).toBe(true);
});

test.each(['', 'app', '80', '64Mi', 'my__app', 'a@b', 'a < b', '50%', 'echo $HOME', 'a...', undefined, null, 80, true])('%j is what it is', text => {
  expect(isPlaceholder(text)).toBe(false);
});
