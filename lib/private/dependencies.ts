import { Aspects, TerraformDataSource, TerraformModule, TerraformResource, TerraformStack } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { isInTree } from './in-tree';
import { lateAddress } from './late-address';

type Element = TerraformResource | TerraformDataSource | TerraformModule;

/** A construct of the library, and whose dependencies count as its own. */
interface Waiting {
  readonly construct: Construct;
  readonly also: () => IConstruct | undefined;
}

/** What waits for what, by `addDependency()`. */
type Waits = Map<IConstruct, readonly IConstruct[]>;

const waitingOfStack = new WeakMap<TerraformStack, Waiting[]>();
const honoured = new WeakSet<IConstruct>();

/** Parts of a construct that are elsewhere in the tree, even in another stack. */
const partsElsewhere = new WeakMap<IConstruct, IConstruct[]>();

/**
 * Makes `node.addDependency()` do what it says, which cdktf leaves out: the resources of the construct depend on what it, or
 * a construct around it, was told of, and its stack on the stack of that.
 *
 * @param also asked at synth, for the connection through which something is created
 */
export function honourDependencies(
  construct: Construct,
  also: () => IConstruct | undefined = () => undefined,
): void {
  honoured.add(construct);
  const stack = TerraformStack.of(construct);
  const waiting = waitingOfStack.get(stack);
  if (waiting) {
    waiting.push({ construct, also });
    return;
  }

  const first = [{ construct, also }];
  waitingOfStack.set(stack, first);
  // Also where validations are left out. These come after all aspects, which may have added dependencies.
  Aspects.of(stack).add({ visit: (one) => void (one === stack && order(first)) });
  stack.node.addValidation({ validate: () => order(first) });
}

/** Lets what is defined elsewhere wait, and be waited for, as if it were in the construct. */
export function countAsPart(part: Construct, construct: Construct): void {
  partsElsewhere.set(construct, [...(partsElsewhere.get(construct) ?? []), part]);
  honourDependencies(part, () => construct);
}

/** @returns what is wrong with the dependencies */
function order(waiting: readonly Waiting[]): string[] {
  const waits: Waits = new Map();
  const problems = waiting
    .filter(({ construct }) => isInTree(construct))
    .flatMap(({ construct, also }) => orderOne(construct, also(), waits));

  return [...new Set(problems), ...circleIn(waits)];
}

function orderOne(construct: Construct, also: IConstruct | undefined, waits: Waits): string[] {
  const own = construct.node.findAll();
  const around = [...construct.node.scopes.slice(0, -1), ...(also?.node.scopes ?? [])].flatMap(toldOf);
  if (around.length === 0 && own.every((one) => toldOf(one).length === 0)) {
    return [];
  }

  const inside = new Set(withParts(own));
  const direct = own.filter((one) => partOf(one) === construct);
  // Terraform reads a lookup that waits when it applies: so it must have been told itself.
  const isLookup = !direct.some(isResource);
  const problems: string[] = [];
  for (const one of isLookup ? direct.filter(isDataSource) : direct.filter(isResource)) {
    const told = one.node.scopes.slice(construct.node.scopes.length - 1).flatMap(toldOf);
    const needed = [...new Set(isLookup ? told : [...around, ...told])]
      .filter(isInTree)
      .flatMap((dependency) => elementsOf(dependency, construct))
      .filter((element) => !inside.has(element));
    problems.push(...needed.flatMap((element) => stackProblem(construct, element)));

    const here = needed.filter((element) => TerraformStack.of(element) === TerraformStack.of(one));
    if (here.length > 0) {
      one.dependsOn = [...new Set([...(one.dependsOn ?? []), ...here.map(lateAddress)])];
      waits.set(one, here);
    }
  }
  return problems;
}

function toldOf({ node }: IConstruct): IConstruct[] {
  return node.dependencies;
}

/** What can be waited for. Of a construct around it, only what is not in other parts of that. */
function elementsOf(dependency: IConstruct, construct: IConstruct): Element[] {
  const all = withParts(dependency.node.findAll()).filter(isElement);
  const isAround = honoured.has(dependency) && construct.node.scopes.includes(dependency);

  return isAround ? all.filter((one) => partOf(one) === dependency) : all;
}

function withParts(constructs: readonly IConstruct[]): IConstruct[] {
  return constructs.flatMap((one) => [
    one,
    ...(partsElsewhere.get(one) ?? []).flatMap(({ node }) => node.findAll()),
  ]);
}

/** Lets the stack wait; what keeps it from that. */
function stackProblem(construct: Construct, element: Element): string[] {
  const [here, there] = [TerraformStack.of(construct), TerraformStack.of(element)];
  const [waiting, needed] = [construct, element].map(({ node }) => `'${node.path}'`);
  if (here.node.root !== there.node.root) {
    return [
      `${waiting} cannot wait for ${needed}, which is of another App: define both in one, or remove the addDependency()`,
    ];
  }
  if (here !== there && there.dependsOn(here)) {
    return [
      `${waiting} cannot wait for ${needed}, as stack '${there.node.path}' is deployed after '${here.node.path}': remove the ` +
        'addDependency(), or what makes the other stack wait',
    ];
  }
  if (here !== there) {
    here.addDependency(there);
  }
  return [];
}

/** One circle, which Terraform would refuse in addresses. */
function circleIn(waits: Waits): string[] {
  const open = new Map<IConstruct, Set<IConstruct>>();
  const waitedFor = new Map<IConstruct, IConstruct[]>();
  for (const [one, needed] of waits) {
    for (const each of needed) {
      open.set(one, (open.get(one) ?? new Set()).add(each));
      const others = waitedFor.get(each) ?? [];
      waitedFor.set(each, others);
      others.push(one);
    }
  }
  // What waits for nothing comes first, and whatever waits for that alone next; a circle is left.
  const ready = [...waitedFor.keys()].filter((one) => !open.has(one));
  for (const one of ready) {
    for (const other of waitedFor.get(one) ?? []) {
      const needed = open.get(other);
      needed?.delete(one);
      if (needed?.size === 0) {
        open.delete(other);
        ready.push(other);
      }
    }
  }

  let [one] = open.keys();
  if (one === undefined) {
    return [];
  }
  const path: IConstruct[] = [];
  while (!path.includes(one)) {
    path.push(one);
    one = [...open.get(one)!].find((each) => open.has(each))!;
  }
  const circle = [...path.slice(path.indexOf(one)), one].map(
    (each) => `'${(partOf(each) ?? each).node.path}'`,
  );
  const [first = '', second = ''] = circle;
  const further = circle.slice(1, -1).map((each, index) => `, ${each} for ${circle[index + 2]}`);
  return [`${first} waits for ${second}${further.join('')}, by addDependency(): remove one of these`];
}

/** The construct of the library that something is in. */
function partOf({ node }: IConstruct): IConstruct | undefined {
  return node.scopes.reverse().find((one) => honoured.has(one));
}

function isResource(one: IConstruct): one is TerraformResource {
  return TerraformResource.isTerraformResource(one);
}

function isDataSource(one: IConstruct): one is TerraformDataSource {
  return TerraformDataSource.isTerraformDataSource(one);
}

function isElement(one: IConstruct): one is Element {
  return isResource(one) || isDataSource(one) || one instanceof TerraformModule;
}
