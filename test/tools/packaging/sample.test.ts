import { Testing } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import * as library from '../../../lib';
import { defineStacks } from '../../../tools/packaging/sample/stacks';

type ConstructClass = new (...args: never[]) => Construct;

const app = Testing.app();
defineStacks(app);
const constructs: IConstruct[] = app.node.findAll();

/** What the bindings for cdktf cannot define, so that no app is the same with both. */
const OF_AZURERM_5: readonly unknown[] = [library.AadAksAutomaticCluster, library.AksDeploymentSafeguards];

const classes = Object.values(library).filter(
  (value): value is ConstructClass & typeof value =>
    typeof value === 'function' && value.prototype instanceof Construct && !OF_AZURERM_5.includes(value),
);

test.each(classes.map((type) => [type.name, type] as const))('the sample has a %s', (_, type) => {
  expect(constructs.some((construct) => construct instanceof type)).toBe(true);
});

test.each(
  classes
    // What it finds belongs to the stack, which shares it.
    .filter((type) => type !== library.AadDirectory)
    .map((type) => [type.name, type] as const),
)("the provider's resource behind a %s is its default child, and its ID is 'Resource'", (_, type) => {
  const children = constructs
    .filter((construct) => construct instanceof type)
    .map(({ node }) => [node.defaultChild?.node.id, node.tryFindChild('Resource')?.node.id]);

  expect(new Set(children.flat())).toEqual(new Set(['Resource']));
});
