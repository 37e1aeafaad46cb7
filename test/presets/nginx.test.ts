import { Chart, Duration, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { usePreset } from './use-preset';
import { Nginx, NginxProps } from '../../src';

const make = (props: NginxProps) => (chart: Chart) => new Nginx(chart, 'nginx', props);
const configOf = (props: NginxProps) => usePreset(make(props)).others[0].data['nginx.conf'];

test('it passes requests on to the app, answers the kubelet by itself and writes in /tmp alone', () => {
  const { sidecar, podSpec, podMetadata, others } = usePreset(make({ upstreamPort: 3000 }));
  expect(sidecar).toMatchObject({
    args: ['nginx', '-c', '/etc/nginx-sidecar/nginx.conf'],
    ports: [{ containerPort: 8080 }],
    startupProbe: { httpGet: { path: '/healthz', port: 8080, scheme: 'HTTP' }, periodSeconds: 1, failureThreshold: 60 },
    livenessProbe: { httpGet: { path: '/healthz', port: 8080, scheme: 'HTTP' }, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
    volumeMounts: [{ mountPath: '/etc/nginx-sidecar', name: 'nginx-config', readOnly: true }, { mountPath: '/tmp', name: 'nginx-tmp' }],
  });
  expect(podSpec.volumes).toEqual([
    { name: 'nginx-config', configMap: { name: others[0].metadata.name } },
    { name: 'nginx-tmp', emptyDir: { medium: '' } },
  ]);
  expect(podMetadata.annotations).toEqual({ 'cdk8s-sidecars/config-hash.nginx': expect.stringMatching(/^[0-9a-f]{16}$/) });
  expect(others[0].data).toEqual({
    'nginx.conf': `daemon off;
worker_processes 1;
worker_shutdown_timeout 10s;
pid /tmp/nginx.pid;
error_log stderr warn;
events {
  worker_connections 1024;
}
http {
  include /etc/nginx/mime.types;
  default_type application/octet-stream;
  access_log /dev/stdout;
  client_body_temp_path /tmp/client_body;
  proxy_temp_path /tmp/proxy;
  fastcgi_temp_path /tmp/fastcgi;
  uwsgi_temp_path /tmp/uwsgi;
  scgi_temp_path /tmp/scgi;
  server_tokens off;
  sendfile on;
  map $http_upgrade $connection_upgrade {
    '' '';
    default upgrade;
  }
  server {
    listen 0.0.0.0:8080;
    location = /healthz {
      access_log off;
      return 200 'ok';
    }
    location / {
      proxy_pass http://127.0.0.1:3000;
      proxy_http_version 1.1;
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_upgrade;
    }
  }
}
`,
  });
});

test('it serves files, and asks the app for what is no file', () => {
  const staticFiles = kplus.Volume.fromEmptyDir(Testing.chart(), 'files', 'files');
  const { sidecar, podSpec } = usePreset(make({ staticFiles }));
  expect(sidecar.volumeMounts).toContainEqual({ mountPath: '/srv/static', name: 'files', readOnly: true });
  expect(podSpec.volumes).toContainEqual({ name: 'files', emptyDir: {} });
  expect(configOf({ staticFiles })).toContain(`
    location / {
      root /srv/static;
      try_files $uri $uri/index.html =404;
    }
  }
`);
  expect(configOf({ staticFiles, upstreamPort: 3000 })).toContain(`
      try_files $uri $uri/index.html @app;
    }
    location @app {
      proxy_pass http://127.0.0.1:3000;
`);
});

test('directives of the server, ports, paths and the time that it has for last answers can be given', () => {
  const config = configOf({ port: 9000, healthPath: '/nginx-health', drain: Duration.seconds(40), serverConfig: '# listen\nclient_max_body_size 20m;\nlocation /api/ {\n}' });
  expect(config).toContain('worker_shutdown_timeout 40s;');
  expect(config).toContain(`
    listen 0.0.0.0:9000;
    location = /nginx-health {
      access_log off;
      return 200 'ok';
    }
    # listen
    client_max_body_size 20m;
    location /api/ {
    }
  }
`);
  expect(usePreset(make({ upstreamPort: 3000, drain: Duration.seconds(40) })).podSpec.terminationGracePeriodSeconds).toBe(50);
});

test('a supervisor stops it as the image asks for, by SIGQUIT', () => {
  expect(JSON.stringify(usePreset(make({ upstreamPort: 3000 }), '1.27').sidecar)).toContain('QUIT');
});

test.each<[NginxProps, string]>([
  [{}, "sidecar 'nginx', upstreamPort: there is nothing that it is to serve. Give upstreamPort, staticFiles or serverConfig."],
  [{ upstreamPort: 3000, port: 80 }, "sidecar 'nginx', port: 80 is none that a program without root can listen on. Use one from 1024 to 65535."],
  [{ upstreamPort: 8080, name: 'front' }, "sidecar 'front', upstreamPort: 8080 is the port of nginx itself. Let the app listen on another one, or set port."],
  [{ upstreamPort: 3000, healthPath: 'health' }, "sidecar 'nginx', healthPath: 'health' is no path. It begins with a slash, such as /healthz."],
  [{ serverConfig: 'listen 80;' }, "sidecar 'nginx', serverConfig: it has a listen directive. Use port."],
  [{ serverConfig: 'location = /healthz { return 200; }' },
    "sidecar 'nginx', serverConfig: it has a location /healthz, at which the kubelet asks nginx. Leave it out, or set healthPath."],
  [{ upstreamPort: 3000, serverConfig: 'gzip on;location / { return 404; }' },
    "sidecar 'nginx', serverConfig: it has a location /, which upstreamPort and staticFiles make. Leave out the one or the others."],
  [{ upstreamPort: 3000, extraArgs: ['-g', 'gzip on;'] }, "sidecar 'nginx', extraArgs: '-g' is set by the preset. Use serverConfig."],
])('%j is an error', (props, message) => {
  expect(() => make(props)(Testing.chart())).toThrow(new Error(message));
});
