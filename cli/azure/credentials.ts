import { globalAgent as httpAgent } from 'node:http';
import { globalAgent as httpsAgent } from 'node:https';
import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import { isWithoutProxy } from '../no-proxy';
import { TokenSource } from './azure-api';

/**
 * Tokens from a variable when it is set, otherwise from wherever @azure/identity finds credentials: variables, a managed
 * identity, the Azure CLI and others.
 */
export function credentialsFor(variable: string, authority: string): TokenSource {
  const given = process.env[variable];
  return given ? { getToken: () => Promise.resolve({ token: given }) } : new FoundCredentials(authority);
}

class FoundCredentials implements TokenSource {
  constructor(private readonly authority: string) {}

  async getToken(scope: string): Promise<{ readonly token: string } | null> {
    // Half a second to load, and only needed by who has something to ask.
    const { DefaultAzureCredential } = await import('@azure/identity');
    return new DefaultAzureCredential({
      authorityHost: this.authority,
      additionalPolicies: [{ policy: WITHOUT_PROXY, position: 'perCall' }],
    }).getToken(scope);
  }
}

/** What has an agent gets no proxy. The library's own reading of NO_PROXY knows neither ports nor names below a name. */
const WITHOUT_PROXY: PipelinePolicy = {
  name: 'withoutProxy',
  sendRequest: (request, next) => {
    if (isWithoutProxy(request.url)) {
      request.agent = request.url.startsWith('https:') ? httpsAgent : httpAgent;
    }
    return next(request);
  },
};
