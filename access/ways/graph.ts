/** What there is to reach: every right, every secret, root on the nodes. */
export const TOPS = ['cluster-admin', 'secrets', 'nodes'] as const;

export type Top = (typeof TOPS)[number];

/** Somebody or something that an attacker can have. */
export interface Vertex<Data> {
  readonly data: Data;

  /** Edges that end here. */
  readonly incoming: Edge<Data>[];

  /** The first edge of the shortest way to each top, and how many requests the way takes. */
  readonly next: Map<Top, { readonly edge: Edge<Data>; readonly length: number }>;
}

export interface Edge<Data> {
  readonly from: Vertex<Data>;
  readonly to: Vertex<Data>;

  /** How one gets there; undefined when one already has it and no request is needed. */
  readonly request?: Request;
}

/** What is done to walk an edge. */
export interface Request {
  /** ID of the technique. */
  readonly technique: string;

  /** Where the right is held; undefined for the whole cluster. */
  readonly namespace?: string;

  /** What is handed out, of roles and bindings. */
  readonly granted?: string;
}

export function vertex<Data>(data: Data): Vertex<Data> {
  return { data, incoming: [], next: new Map() };
}

export function connect<Data>(from: Vertex<Data>, to: Vertex<Data>, request?: Request): void {
  to.incoming.push({ from, to, ...(request && { request }) });
}

/** Finds the shortest way to a top from everywhere: backwards from it, each edge once. */
export function findWays<Data>(top: Vertex<Data>, name: Top): void {
  const lengths = new Map<Vertex<Data>, number>([[top, 0]]);
  let frontier = [top];

  for (let length = 0; frontier.length > 0; length++) {
    const further: Vertex<Data>[] = [];
    // Grows while it is walked through, by what is had without a request.
    for (const here of frontier) {
      if (lengths.get(here)! < length) {
        continue;
      }
      for (const edge of here.incoming) {
        const through = edge.request === undefined ? length : length + 1;
        if (through < (lengths.get(edge.from) ?? Infinity)) {
          lengths.set(edge.from, through);
          edge.from.next.set(name, { edge, length: through });
          (through === length ? frontier : further).push(edge.from);
        }
      }
    }
    frontier = further;
  }
}

/** The edges of the shortest way to a top; undefined when there is none. */
export function wayFrom<Data>(start: Vertex<Data>, top: Top): Edge<Data>[] | undefined {
  if (!start.next.has(top)) {
    return undefined;
  }
  const edges: Edge<Data>[] = [];
  for (let step = start.next.get(top); step; step = step.edge.to.next.get(top)) {
    edges.push(step.edge);
  }
  return edges;
}
