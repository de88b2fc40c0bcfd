import { AksDataPlane, AksHttpProxyOptions, AksNetwork, AksNodeOs } from '../../lib';
import { clusterArguments, synthCluster } from './sample-cluster';

const AUTHORITY = Buffer.from('-----BEGIN CERTIFICATE-----').toString('base64');

test('nodes and pods reach the internet through the proxy', () => {
  const httpProxy = {
    http: 'http://10.0.0.4:3128/',
    https: 'https://10.0.0.4:3128/',
    noProxy: ['.contoso.com', '10.0.0.0/8'],
    trustedCa: AUTHORITY,
  };

  expect(clusterArguments({ httpProxy }).http_proxy_config).toEqual({
    http_proxy: 'http://10.0.0.4:3128/',
    https_proxy: 'https://10.0.0.4:3128/',
    no_proxy: ['.contoso.com', '10.0.0.0/8'],
    trusted_ca: AUTHORITY,
  });
  expect(clusterArguments()).not.toHaveProperty('http_proxy_config');
});

test.each<[AksHttpProxyOptions, string]>([
  [{ noProxy: ['.contoso.com'] }, 'httpProxy names no proxy: set http or https'],
  [{ http: 'https://proxy:3128/' }, 'httpProxy.http is not valid: use http://<host>:<port>/'],
  [{ https: 'proxy:3128' }, 'httpProxy.https is not valid'],
  [{ http: 'http://proxy/', noProxy: [' '] }, 'httpProxy.noProxy[0] is blank: remove it'],
  [{ http: 'http://proxy/', noProxy: ['*.contoso.com'] }, "httpProxy.noProxy[0] '*.contoso.com' has a *"],
  [{ http: 'http://proxy/', trustedCa: 'eA==' }, 'httpProxy.trustedCa is no certificate'],
])('%j is refused', (httpProxy, problem) => {
  expect(() => synthCluster({ httpProxy })).toThrow(problem);
});

test('a password in a URL is refused, and not shown', () => {
  const synth = (): unknown => synthCluster({ httpProxy: { http: 'http://ann:hunter2@proxy:3128/' } });

  expect(synth).toThrow('with no user and no password');
  expect(synth).not.toThrow('hunter2');
});

test('Windows nodes have no proxy', () => {
  const network = AksNetwork.azureCniOverlay({ dataPlane: AksDataPlane.AZURE });

  expect(() =>
    synthCluster({ network, httpProxy: { http: 'http://proxy/' } }, (cluster) =>
      cluster.addNodePool('Win', { name: 'win', os: AksNodeOs.WINDOWS_2022 }),
    ),
  ).toThrow("httpProxy does not go with Windows, which node pool 'win' runs");
});
