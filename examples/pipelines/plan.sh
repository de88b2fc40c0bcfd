#!/usr/bin/env bash
# Plans every synthesised stack, in the order of deployment, and prints the outcome as Markdown.
#
#   plan.sh                                what the configuration would change, drift included
#   plan.sh -refresh-only                  only what has changed behind Terraform's back; any option of `terraform plan` will do
#   plan.sh --allow-replace <cluster>      lets a cluster be destroyed or replaced, `cluster` stands for all; may be repeated
#
# Exit code: 0 nothing to change, 2 changes, 1 a plan has failed, takes away a cluster that is not named, or has a change that never arrives or is refused. `cdktf diff` takes
# one stack and ends with 0 whether there are changes or not, so this asks Terraform itself; and it reads the plan, since the
# exit code of `terraform plan -detailed-exitcode` calls a -refresh-only plan of nothing a change. With the backend `remote` there is no plan
# to keep: what it does to clusters is read in what Terraform prints, and what never arrives is not seen.
set -euo pipefail

outdir=${CDKTF_OUTDIR:-cdktf.out}
# As for cdktf, such as OpenTofu's `tofu`.
terraform=${TERRAFORM_BINARY_NAME:-terraform}
export TF_IN_AUTOMATION=true TF_INPUT=false

allowed=()
options=()
while [ $# -gt 0 ]; do
  case $1 in
    --allow-replace)
      [ $# -gt 1 ] || { echo '--allow-replace: which cluster?' >&2; exit 1; }
      allowed+=("$2")
      shift
      ;;
    --allow-replace=*) allowed+=("${1#*=}") ;;
    # Terraform would print its own help, and end as if there were nothing to change.
    -h | -help | --help) sed -n '2,/^set /{/^#/s/^# \{0,1\}//p;}' "$0"; exit 0 ;;
    *) options+=("$1") ;;
  esac
  shift
done

# Plans hold secrets.
umask 077
plans=$(mktemp -d)
trap 'rm -rf "$plans"' EXIT

# One line for each stack, behind those that it depends on: name, folder, file, whether a plan can be kept, how many resources at once, whether
# there is anything to be deployed, dependencies, the nearest ones last.
stacks=$(node - "$outdir" <<'JS'
const { readFileSync } = require('fs');
const outdir = process.argv[2];
const { stacks } = JSON.parse(readFileSync(`${outdir}/manifest.json`, 'utf8'));
const seen = new Set();
const behind = (name, found = new Set()) => {
  for (const one of stacks[name].dependencies) if (!found.has(one)) behind(one, found).add(one);
  return found;
};
const visit = (name) => {
  if (seen.has(name)) return;
  seen.add(name);
  stacks[name].dependencies.forEach(visit);
  const { workingDirectory, synthesizedStackPath } = stacks[name];
  const { terraform, resource, module, output, '//': { metadata = {} } = {} } = JSON.parse(readFileSync(`${outdir}/${synthesizedStackPath}`, 'utf8'));
  // Terraform cannot keep a plan that another machine makes, unless it is told of that by a `cloud` block.
  const isRemote = [terraform].flat().flatMap((one) => one.backend ?? []).some((backend) => backend.remote);
  // What is made in any case leaves something in the state, unlike what is counted.
  const resources = [resource].flat().flatMap((one) => Object.values(one ?? {})).flatMap((one) => Object.values(one));
  const isMade = resources.flat().some(({ count, for_each: each }) => count === undefined && each === undefined);
  const holds = isMade ? 'resources' : resource || module || output ? 'something' : 'nothing';
  const kept = isRemote ? 'unkept' : 'kept';
  console.log(name, workingDirectory, synthesizedStackPath, kept, metadata.parallelism ?? 'default', holds, ...behind(name));
};
Object.keys(stacks).sort().forEach(visit);
JS
)

# What is in a plan: `same` or `changes`, then a line for each check that fails, for each loss that nobody has allowed and for each change that never
# arrives or is refused.
read_plan() { # kept and the plan as JSON, or unkept and what Terraform prints of it
  node - "$1" "$2" ${allowed[@]+"${allowed[@]}"} <<'JS'
const [keeping, file, ...allowed] = process.argv.slice(2);
// What stands in Markdown, and what in a command of a shell: names may hold anything.
const escaped = (one) => {
  const code = one.codePointAt(0).toString(16);
  return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`;
};
const shown = (text) =>
  text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu, escaped)
    .replace(/[^\p{L}\p{N}_ .,:;/@'"()[\]-]|\](?=\()|(?<!\w)@|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, (one) => `&#${one.codePointAt(0)};`);
const word = (text) => (/^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
const say = (text) => console.log(shown(text));
const text = require('fs').readFileSync(file, 'utf8');

const CLUSTERS = ['azurerm_kubernetes_cluster', 'azurerm_kubernetes_automatic_cluster'];
const tellLoss = (name, isReplaced, reason, newAddress) => {
  if (allowed.includes(name) || allowed.includes('cluster')) return;
  const anew = isReplaced ? ', AND MAKES A NEW ONE IN ITS PLACE' : '';
  const move = newAddress === undefined ? '' : ` To keep it under its new address, ${newAddress}, use a moved block.`;
  say(`THIS DESTROYS CLUSTER '${name}' AND ALL THAT RUNS IN IT${anew}: ${reason}.${move} If that is what you want: --allow-replace ${word(name)}`);
};

if (keeping === 'unkept') {
  const lines = text.split('\n');
  // What is absent and read as empty; a line that opens a block or a map says nothing of itself.
  const nothing = /^ +(\+ \S+ += (\[\]|\{\}|""|null)|- \S+ += (\[\]|\{\}|"") -> null|[-+~] .*[{[])$/;
  const isDrift = lines.some((line) => /^ +[-+~] /.test(line) && !nothing.test(line));
  const isOfDrift = text.includes('\nThis is a refresh-only plan') && !text.includes('\nChanges to Outputs:');
  console.log(/^No changes\./m.test(text) || (isOfDrift && !isDrift) ? 'same' : 'changes');
  // What is printed in another form, such as JSON, is not taken for a plan that takes nothing away.
  if (!/^(Plan: \d|No changes\.|Changes to Outputs:|This is a refresh-only plan)/m.test(text)) {
    say('WHETHER THIS DESTROYS A CLUSTER IS NOT KNOWN: Terraform keeps no plan, and what it prints is none that can be read');
  }
  lines.forEach((line, at) => {
    const [, action, type, label] = /^(  -|-\/\+|\+\/-) resource "(\w+)" "(.*?)"/.exec(line) ?? [];
    if (action === undefined) return;
    const end = lines.indexOf('    }', at);
    const names = lines.slice(at, end < 0 ? undefined : end).map((one) => /^ {6}[ ~+-] name += "(.*?)"/.exec(one)?.[1]);
    // The lines above say what happens, and why.
    const first = lines.slice(0, at).findLastIndex((one) => !one.startsWith('  # ')) + 1;
    const comments = lines.slice(first, at).map((one) => one.slice(4));
    if (comments.some((one) => one.startsWith('Warning: this will destroy the imported resource'))) {
      say(`THIS DESTROYS WHAT IT TAKES OVER: ${comments[0]}`);
    } else if (CLUSTERS.includes(type)) {
      tellLoss(names.find(Boolean) ?? label, action !== '  -', comments.join(' ') || `${type}.${label}`);
    }
  });
  process.exit();
}

const plan = JSON.parse(text);
const acts = ({ change }) => change.actions.some((action) => action !== 'no-op' && action !== 'read');
const resources = (plan.resource_changes ?? []).filter(({ mode }) => mode !== 'data');
const isReplaced = ({ change: { actions } }) => actions.includes('delete') && actions.includes('create');

// Providers read what is absent as empty; nobody has changed anything then.
const filled = (value) => {
  if (value === null || typeof value !== 'object') return value === null || value === '' ? undefined : value;
  const members = Object.entries(value).flatMap(([key, one]) => (filled(one) === undefined ? [] : [[key, filled(one)]]));
  return members.length > 0 ? members : undefined;
};
const drifted = ({ change: { before, after } }) => JSON.stringify(filled(before)) !== JSON.stringify(filled(after));

const changes = [
  ...resources.filter((one) => acts(one) || one.change.importing || one.previous_address),
  // Terraform calls drift alone a change only where -refresh-only is asked for, in whatever spelling.
  ...(plan.resource_drift ?? []).filter((one) => acts(one) && drifted(one)),
  ...Object.values(plan.output_changes ?? {}).filter((change) => acts({ change })),
  // Of -invoke, which Terraform has from 1.14, there may be nothing else.
  ...(plan.action_invocations ?? []),
];
console.log(changes.length > 0 ? 'changes' : 'same');

// Terraform shortens its warnings to the line that they are about, which is that of all in JSON.
for (const { address, instances = [] } of plan.checks ?? []) {
  for (const { message } of instances.flatMap(({ problems = [] }) => problems)) {
    say(`Check fails: ${address.to_display}: ${message.replace(/\s+/g, ' ')}`);
  }
}

for (const one of resources) {
  const name = one.change.before?.name ?? one.name;
  const paths = (one.change.replace_paths ?? []).map((path) => path.join('.'));
  const reason = `${one.address}${paths.length > 0 ? `, because of ${paths.join(', ')}` : ''}`;
  if (one.change.importing && isReplaced(one)) {
    say(`THIS DESTROYS WHAT IT TAKES OVER: ${reason}`);
  } else if (CLUSTERS.includes(one.type) && one.change.actions.includes('delete')) {
    const group = one.change.before?.resource_group_name;
    const isAnew = ({ type, change: { actions, after } }) =>
      type === one.type && actions.join() === 'create' && after.name === name && after.resource_group_name === group;
    tellLoss(name, isReplaced(one), reason, isReplaced(one) ? undefined : resources.find(isAnew)?.address);
  } else if (one.type === 'kubernetes_cluster_role_v1' && one.change.actions.join() === 'update') {
    // The provider takes an aggregation away in one request with the rules that come in its place.
    const { before, after } = one.change;
    if (before.aggregation_rule?.length && !after.aggregation_rule?.length && after.rule?.length) {
      const patch = '[{"op":"remove","path":"/aggregationRule"}]';
      say(
        `THE API SERVER WILL REFUSE THIS, as the role is made of others: ${reason}. To have rules instead: kubectl patch clusterrole ${word(before.metadata[0].name)} --type=json --patch '${patch}'`,
      );
    }
  } else if (CLUSTERS.includes(one.type) && one.change.actions.join() === 'update') {
    // azurerm reports these as done and never sends them.
    const [is, willBe] = [one.change.before, one.change.after].map(({ network_profile: [profile] = [] }) => profile ?? {});
    const unsent = [];
    if (is.network_plugin === 'azure' && !is.network_plugin_mode && willBe.network_plugin_mode === 'overlay') {
      // Azure would choose a range of its own, and the next plan replace the cluster.
      const range = willBe.pod_cidr ? ` --pod-cidr ${word(willBe.pod_cidr)}` : '';
      unsent.push(`--network-plugin-mode overlay${range}`);
    }
    if (!is.network_policy && willBe.network_policy === 'calico' && !is.load_balancer_profile?.length) {
      unsent.push('--network-policy calico');
    }
    for (const option of unsent) {
      const { resource_group_name: group } = one.change.before;
      say(
        `THIS WOULD BE PLANNED FOREVER, as azurerm never sends it: ${one.address}. Use instead: az aks update --resource-group ${word(group)} --name ${word(name)} ${option}`,
      );
    }
  }
}
JS
}

# The stack that is to make what a plan has failed for want of, if that is all that it has failed for.
maker() { # what Terraform prints, the stack's file, its dependencies
  node - "$plans" "$@" <<'JS'
const { existsSync, readFileSync } = require('fs');
const [plans, printed, file, ...dependencies] = process.argv.slice(2);
const output = readFileSync(printed, 'utf8');
const { data = {} } = JSON.parse(readFileSync(file, 'utf8'));
const coming = dependencies.map((stack) => {
  const read = `${plans}/${stack}.json`;
  const isWaiting = existsSync(`${plans}/${stack}.waits`);
  const { resource_changes: resources = [], output_changes: outputs = {} } = existsSync(read) ? JSON.parse(readFileSync(read, 'utf8')) : {};
  return { stack, isWaiting, resources, outputs };
});

// Whether all that is written of what is looked up, in text and not as a reference, is so there.
const isThere = (lookup, object) => {
  const { provider, depends_on, lifecycle, timeouts, '//': comment, ...sought } = lookup;
  const written = Object.entries(sought).filter(([, value]) => typeof value !== 'object' && !`${value}`.includes('${'));
  return written.length > 0 && written.every(([key, value]) => `${object?.[key]}`.toLowerCase() === `${value}`.toLowerCase());
};

const makers = output.split(/^Error: /m).slice(1).map((error) => {
  const [, type, name] = /^ +with data\.(\w+)\.([\w-]+),$/m.exec(error) ?? [];
  const [, missing] = /\.outputs is object[^]*does not have an attribute named\s+"([^"]+)"/.exec(error) ?? [];
  if (type === undefined && missing === undefined) return undefined;
  const lookup = [data].flat().map((one) => one[type]?.[name]).find(Boolean);
  return coming.findLast(({ isWaiting, resources, outputs }) => {
    if (isWaiting) return true;
    if (missing !== undefined) return outputs[missing]?.actions.includes('create');
    const ofType = resources.filter((one) => lookup && one.type === type);
    return ofType.some(({ change }) => isThere(lookup, change.after) && !isThere(lookup, change.before));
  })?.stack;
});
if (makers.length > 0 && makers.every((one) => one !== undefined)) console.log(makers.at(-1));
JS
}

result=0

report() { # stack, outcome, output
  printf '### %s: %s\n\n' "$1" "$2"
  if [ -n "${3:-}" ]; then
    # Longer than any in the text, which would end it.
    local fence='```'
    while [[ $3 == *"$fence"* ]]; do fence+='`'; done
    printf '<details><summary>Plan</summary>\n\n%s\n%s\n%s\n\n</details>\n\n' "$fence" "$(seen <<<"$3")" "$fence"
  fi
}

# Text in which nothing acts upon a terminal or a pipeline, or is hidden from who reads it.
seen() {
  node -e '
    const text = require("fs").readFileSync(0, "utf8");
    const escaped = (one) => {
      const code = one.codePointAt(0).toString(16);
      return code.length > 4 ? "\\U" + code.padStart(8, "0") : "\\u" + code.padStart(4, "0");
    };
    const shown = text.replace(/(?![\t\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu, escaped);
    // What the agents of Azure DevOps, and of GitHub at the beginning of a line, take for a command to them.
    const COMMAND = /##(?=\w*\[)|(?<=^[^\S\n]*)::/gm;
    process.stdout.write(shown.replace(COMMAND, ([first, ...rest]) => escaped(first) + rest.join("")));
  '
}

while read -r stack folder file keeping parallelism holds dependencies; do
  directory=$outdir/$folder

  if ! output=$("$terraform" -chdir="$directory" init -no-color 2>&1); then
    report "$stack" 'terraform init **failed**' "$output"
    result=1
    continue
  fi

  # Values of a stack that is yet to be deployed are not known, so there is nothing to plan with them.
  waits_for=''
  for dependency in $dependencies; do
    [ ! -f "$plans/$dependency.absent" ] || waits_for=$dependency
  done
  if [ -n "$waits_for" ]; then
    report "$stack" "waits for $waits_for, $(cat "$plans/$waits_for.absent")"
    echo "which waits for $waits_for" >"$plans/$stack.absent"
    continue
  fi

  plan=$plans/$stack.tfplan
  # Of an option that is given twice, the last one counts: that of whoever calls this, but for the plan, which is read.
  all=()
  [ "$parallelism" = default ] || all+=(-parallelism="$parallelism")
  all+=(${options[@]+"${options[@]}"})
  # Warnings are printed in full only where they cannot be read from the plan.
  [ "$keeping" = unkept ] || all+=(-compact-warnings -out="$plan")
  code=0
  output=$("$terraform" -chdir="$directory" plan -detailed-exitcode -no-color ${all[@]+"${all[@]}"} 2>&1) || code=$?

  checks='' losses=''
  if [ "$code" -eq 2 ] || [[ $code$keeping$output = 0kept*Warnings:* ]]; then
    if [ "$keeping" = kept ]; then
      "$terraform" -chdir="$directory" show -json "$plan" >"$plans/$stack.json"
      found=$(read_plan kept "$plans/$stack.json")
    else
      cat <<<"$output" >"$plans/$stack.txt"
      found=$(read_plan unkept "$plans/$stack.txt")
    fi
    checks=$(sed -n '1!{/^Check fails:/p;}' <<<"$found")
    losses=$(sed '1d; /^Check fails:/d' <<<"$found")
    [ "$(sed -n 1p <<<"$found")" = changes ] || code=0
  fi

  # What has been deployed is refreshed, so that only where nothing was need the state be asked for. A stack of nothing never has one.
  case $holds$output in
    nothing* | *': Refreshing state...'*) ;;
    *)
      if state=$("$terraform" -chdir="$directory" state pull 2>/dev/null); then
        case $holds$state in
          resources | something) echo 'which has never been deployed' >"$plans/$stack.absent" ;;
          resources*$'\n  "resources": [],'*) echo 'which has been destroyed' >"$plans/$stack.absent" ;;
        esac
      fi
      ;;
  esac

  case $code in
    0)
      shown=''
      # There the warnings are in what Terraform prints.
      [[ $keeping$output != unkept*Warning:* ]] || shown=$output
      report "$stack" 'no changes' "$shown"
      ;;
    2)
      report "$stack" '**changes**' "$(sed -E '/: (Refreshing state\.\.\.|Reading\.\.\.|Read complete after)/d; /^Saved the plan to: /,$d' <<<"$output")"
      [ "$result" -eq 1 ] || result=2
      ;;
    *)
      cat <<<"$output" >"$plans/$stack.txt"
      making=$(maker "$plans/$stack.txt" "$outdir/$file" $dependencies)
      if [ -n "$making" ]; then
        report "$stack" "waits for $making, which has yet to make what it needs" "$output"
        : >"$plans/$stack.waits"
      else
        report "$stack" 'the plan **failed**' "$output"
        result=1
      fi
      ;;
  esac
  [ -z "$checks" ] || sed 's/.*/**&**\n/' <<<"$checks"
  if [ -n "$losses" ]; then
    sed 's/.*/**&**\n/' <<<"$losses"
    result=1
  fi
done <<<"$stacks"

exit "$result"
