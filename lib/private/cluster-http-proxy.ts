import { KubernetesClusterHttpProxyConfig } from '@cdktf/provider-azurerm/lib/kubernetes-cluster';
import { Construct } from 'constructs';
import { AksHttpProxyOptions } from '../aks-http-proxy';
import { authoritiesProblem, noProxyProblem, PROXY_URL } from '../shared/azure-limits';
import { ValidationError } from '../shared/errors';
import { isLiteral, literalItems } from './guards';

/** The provider's block for the proxy. */
export function httpProxyArguments({
  http,
  https,
  noProxy,
  trustedCa,
}: AksHttpProxyOptions): KubernetesClusterHttpProxyConfig {
  return { httpProxy: http, httpsProxy: https, noProxy, trustedCa };
}

/** Refuses what is no proxy for AKS. The messages show no URL: somebody may have put a password into it. */
export function requireHttpProxy(proxy: AksHttpProxyOptions | undefined, scope: Construct): void {
  if (proxy === undefined) {
    return;
  }
  const { http, https, noProxy, trustedCa } = proxy;
  if (http === undefined && https === undefined && trustedCa === undefined) {
    throw new ValidationError('httpProxy names no proxy: set http or https, or remove it', scope);
  }
  if (isLiteral(http) && !(PROXY_URL.test(http) && http.startsWith('http:'))) {
    throw new ValidationError(
      'httpProxy.http is not valid: use http://<host>:<port>/, with no user and no password, which AKS does not take',
      scope,
    );
  }
  if (isLiteral(https) && !PROXY_URL.test(https)) {
    throw new ValidationError(
      'httpProxy.https is not valid: use http://<host>:<port>/ or https://…, with no user and no password, which AKS does not take',
      scope,
    );
  }
  literalItems('httpProxy.noProxy', noProxy, scope).forEach((one, i) => {
    const problem = noProxyProblem(one);
    if (problem !== undefined) {
      throw new ValidationError(`httpProxy.noProxy[${i}] ${problem}`, scope);
    }
  });
  const problem = isLiteral(trustedCa) ? authoritiesProblem([trustedCa]) : undefined;
  if (problem !== undefined) {
    throw new ValidationError(`httpProxy.trustedCa${problem.replace('[0]', '')}`, scope);
  }
}
