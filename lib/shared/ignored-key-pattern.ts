/** A key of a label or annotation, or how keys begin, with a `*` behind it. */
export const IGNORED_KEY = /^([A-Za-z0-9]([-A-Za-z0-9_./]*[A-Za-z0-9])?|([A-Za-z0-9][-A-Za-z0-9_./]*)?\*)$/;

export const IGNORED_KEY_RULE =
  "use a key, such as 'istio.io/rev', or how keys begin and a '*', such as 'argocd.argoproj.io/*'; it is not a regular expression";
