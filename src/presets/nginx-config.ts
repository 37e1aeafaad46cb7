import { Duration } from 'cdk8s';

/** What an nginx is to serve, and where. */
export interface NginxConfig {
  readonly port: number;
  readonly healthPath: string;
  readonly upstreamPort?: number;
  readonly staticFolder?: string;
  readonly serverConfig?: string;
  /** The one that it can write to. */
  readonly temporaryFolder: string;
  readonly drain: Duration;
}

const APP = '@app';

/** The whole configuration. One worker, since the number of CPUs that nginx counts is that of the node. */
export function nginxConfig({ port, healthPath, upstreamPort, staticFolder, serverConfig, temporaryFolder, drain }: NginxConfig): string {
  const temporaryPaths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(kind => `  ${kind}_temp_path ${temporaryFolder}/${kind};`);
  return `${[
    'daemon off;',
    'worker_processes 1;',
    `worker_shutdown_timeout ${drain.toSeconds()}s;`,
    `pid ${temporaryFolder}/nginx.pid;`,
    'error_log stderr warn;',
    'events {',
    '  worker_connections 1024;',
    '}',
    'http {',
    '  include /etc/nginx/mime.types;',
    '  default_type application/octet-stream;',
    '  access_log /dev/stdout;',
    ...temporaryPaths,
    '  server_tokens off;',
    '  sendfile on;',
    ...upstreamPort === undefined ? [] : [
      '  map $http_upgrade $connection_upgrade {',
      "    '' '';",
      '    default upgrade;',
      '  }',
    ],
    '  server {',
    `    listen 0.0.0.0:${port};`,
    `    location = ${healthPath} {`,
    '      access_log off;',
    "      return 200 'ok';",
    '    }',
    ...served(upstreamPort, staticFolder),
    ...(serverConfig ?? '').split('\n').filter(line => line.trim() !== '').map(line => `    ${line}`),
    '  }',
    '}',
  ].join('\n')}\n`;
}

function served(upstreamPort?: number, staticFolder?: string): string[] {
  const app = upstreamPort === undefined ? [] : [
    `    location ${staticFolder === undefined ? '/' : APP} {`,
    `      proxy_pass http://127.0.0.1:${upstreamPort};`,
    '      proxy_http_version 1.1;',
    '      proxy_set_header Host $http_host;',
    '      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;',
    '      proxy_set_header X-Forwarded-Proto $scheme;',
    '      proxy_set_header Upgrade $http_upgrade;',
    '      proxy_set_header Connection $connection_upgrade;',
    '    }',
  ];
  const files = staticFolder === undefined ? [] : [
    '    location / {',
    `      root ${staticFolder};`,
    `      try_files $uri $uri/index.html ${upstreamPort === undefined ? '=404' : APP};`,
    '    }',
  ];
  return [...files, ...app];
}
