/** An entry of aks.yaml that takes an object over, and what is to be known about it. */
export interface AdoptedEntry {
  readonly entry: Readonly<Record<string, unknown>>;
  readonly comment?: string;
}
