/** The proxy through which nodes and pods reach the internet. It takes no user and no password: "HTTP proxy support in AKS". */
export interface AksHttpProxyOptions {
  /**
   * URL of the proxy for HTTP, `http://<host>:<port>/`.
   *
   * @default - none
   */
  readonly http?: string;

  /**
   * URL of the proxy for HTTPS, `http://…` or `https://…`.
   *
   * @default - none
   */
  readonly https?: string;

  /**
   * Domains, addresses and ranges that are reached without it; with a subnet of your own, that of the nodes, too. AKS adds its own.
   *
   * @default - what AKS adds
   */
  readonly noProxy?: string[];

  /**
   * Certificate of the authority that the proxy's certificate is from, as base64 of a PEM document.
   *
   * @default - none
   */
  readonly trustedCa?: string;
}
