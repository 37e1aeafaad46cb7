import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitepress';
import { headingAnchor } from '../heading-anchor';
import { navigationOf } from '../navigation';
import { REPOSITORY } from '../repository';
import { siteLink } from '../site-link';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const DOCS = join(ROOT, 'docs');

/** Made by jsii-docgen, a page a type and language, some five hundred: those are read on GitHub. */
const isLeftOut = (path: string) => /^docs\/api\//.test(path);

const pages = readdirSync(DOCS, { recursive: true, encoding: 'utf8' })
  .filter(path => path.endsWith('.md') && !isLeftOut(`docs/${path}`))
  .map(path => ({ path, text: readFileSync(join(DOCS, path), 'utf8') }));

const isOnSite = (path: string) => path.startsWith('docs/') && !isLeftOut(path);

/** What tools write is not to be edited by hand. */
const isMade = (path: string) => readFileSync(join(DOCS, path), 'utf8').startsWith('<!-- Made of ');

export default defineConfig({
  title: 'cdk8s-sidecars',
  description: 'Native sidecar containers for Kubernetes as typed cdk8s constructs',
  base: '/cdk8s-sidecars/',
  srcDir: '../docs',
  srcExclude: ['api/**'],
  rewrites: { 'README.md': 'index.md', 'presets/README.md': 'presets/index.md' },
  cleanUrls: true,
  // The pages are outside of this folder, and would not find what it has installed.
  vite: {
    // The page of all rules, and what the search knows.
    build: { chunkSizeWarningLimit: 2000 },
    plugins: [{
      name: 'packages-of-site',
      enforce: 'pre',
      resolveId(id, importer) {
        return importer?.startsWith(DOCS) && /^vue(\/|$)/.test(id) ? this.resolve(id, fileURLToPath(import.meta.url)) : undefined;
      },
    }],
  },
  transformPageData: page => isMade(page.filePath) ? { frontmatter: { ...page.frontmatter, editLink: false } } : undefined,
  markdown: {
    anchor: { slugify: headingAnchor },
    config: md => {
      // Double braces in a page are what they say, and no expression of Vue.
      for (const rule of ['text', 'code_inline'] as const) {
        const render = md.renderer.rules[rule]!;
        md.renderer.rules[rule] = (...args) => render(...args).replaceAll('{{', '&#123;&#123;');
      }
      // Before VitePress turns links into those of its own pages.
      md.core.ruler.push('links-of-site', ({ tokens, env }) => {
        const page = `docs/${relative(DOCS, env.realPath ?? env.path)}`;
        for (const token of tokens.flatMap(({ children }) => children ?? []).filter(({ type }) => type === 'link_open')) {
          token.attrSet('href', siteLink(page, token.attrGet('href')!, isOnSite));
        }
      });
    },
  },
  themeConfig: {
    nav: [
      { text: 'README', link: REPOSITORY + '#readme' },
      { text: 'API', link: REPOSITORY + '/tree/main/docs/api' },
      { text: 'Examples', link: REPOSITORY + '/tree/main/examples' },
      { text: 'Changes', link: REPOSITORY + '/blob/main/CHANGELOG.md' },
    ],
    sidebar: navigationOf(pages),
    outline: { level: [2, 3] },
    search: { provider: 'local' },
    editLink: { pattern: `${REPOSITORY}/edit/main/docs/:path`, text: 'Edit this page on GitHub' },
    socialLinks: [{ icon: 'github', link: REPOSITORY }],
    footer: { message: 'Apache-2.0', copyright: 'cdk8s-sidecars contributors' },
  },
});
