interface State {
  readonly outputs?: Readonly<Record<string, { readonly value: unknown }>>;
  readonly resources?: readonly {
    readonly mode: string;
    readonly instances: readonly { readonly attributes: unknown }[];
  }[];
}

/** What cdktf calls an output that it makes for another stack. */
const OUTPUT = /^cross-stack-output-/;

/** The values that one stack gives and another takes, as their states have them. */
export class CrossingValues {
  /** Names of the outputs whose values are among the attributes of the other stack's resources. */
  readonly arrived: readonly string[];

  /** Those whose values are not. */
  readonly missing: readonly string[];

  constructor(giving: string, taking: string) {
    const { outputs = {} } = JSON.parse(giving) as State;
    const { resources = [] } = JSON.parse(taking) as State;
    const managed = resources.filter(({ mode }) => mode === 'managed');
    const attributes = JSON.stringify(
      managed.flatMap(({ instances }) => instances.map((one) => one.attributes)),
    );

    const names = Object.keys(outputs).filter((name) => OUTPUT.test(name));
    const hasArrived = (name: string): boolean => attributes.includes(JSON.stringify(outputs[name]!.value));
    this.arrived = names.filter(hasArrived);
    this.missing = names.filter((name) => !hasArrived(name));
  }
}
