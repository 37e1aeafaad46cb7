import { fileUri } from '../../src/report/file-uri';

test.each([
  ['dist/pi.yaml', 'dist/pi.yaml'],
  ['./dist/pi.yaml', 'dist/pi.yaml'],
  ['../pi.yaml', '../pi.yaml'],
  ['dist\\pi.yaml', 'dist/pi.yaml'],
  ['a b/100%#?:[1].yaml', 'a%20b/100%25%23%3F%3A%5B1%5D.yaml'],
  ['b\u00fccher/\ud800.yaml', 'b%C3%BCcher/%EF%BF%BD.yaml'],
  ['/srv/a b.yaml', 'file:///srv/a%20b.yaml'],
  ['C:\\charts\\pi.yaml', 'file:///C:/charts/pi.yaml'],
  ['stdin', 'stdin'],
])('the URI of %s is %s', (file, uri) => {
  expect(fileUri(file)).toBe(uri);
});
