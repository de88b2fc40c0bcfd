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
    return new DefaultAzureCredential({ authorityHost: this.authority }).getToken(scope);
  }
}
