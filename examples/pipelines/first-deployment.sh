#!/usr/bin/env bash
# Makes what a first deployment needs in Azure and Azure AD: a place for states, and the identities of a pipeline.
#
#   first-deployment.sh --resource-group <group> --location <region> --storage-account <name>
#                       [--container <name>] [--sku <sku>] [--repository <owner>/<name> --environment <name> [--deployer <name>]
#                       [--known <client ID>]...] [--yes]
#
# Asks Azure what is there, shows each command that is missing, and runs them when you say yes, or with --yes. Without a terminal
# and without --yes it only shows. What is there stays; a second run has nothing to do.
#
# With --repository it makes two applications that GitHub Actions signs in as, one that deploys and one that plans; without it,
# the signed-in user gets access to the states. docs/first-deployment.md explains each step. An application that is there, and that others may
# sign in as, gets nothing unless --known names it.
#
# Exit code: 0 done, or nothing to do; 1 wrong, or Azure has refused; 2 there is something to do, and it was not done.
set -euo pipefail

fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

require() { # option, value, pattern, rule
  [[ $2 =~ $3 ]] || fail "$1 $(printf '%q' "$2") is not valid: $4"
}
LC_ALL=C

group='' location='' account='' container=tfstate sku=Standard_ZRS repository='' environment='' deployer='' agreed=no known=()
while [ $# -gt 0 ]; do
  case $1 in
    --yes) agreed=yes; shift; continue ;;
    -h | --help) sed -n '2,/^set /{/^#/s/^# \{0,1\}//p;}' "$0"; exit 0 ;;
    --resource-group | --location | --storage-account | --container | --sku | --repository | --environment | --deployer | --known) ;;
    *) fail "$(printf '%q' "$1") is not an option: --help has them" ;;
  esac
  [ $# -gt 1 ] || fail "$1 needs a value"
  case $1 in
    --resource-group) group=$2 ;;
    --location) location=$2 ;;
    --storage-account) account=$2 ;;
    --container) container=$2 ;;
    --sku) sku=$2 ;;
    --repository) repository=$2 ;;
    --environment) environment=$2 ;;
    --deployer) deployer=$2 ;;
    --known) require --known "$2" '^[A-Za-z0-9-]{1,36}$' 'use the client ID of an application' && known+=("$2") ;;
  esac
  shift 2
done

require --resource-group "$group" '^[A-Za-z0-9_.()-]{0,89}[A-Za-z0-9_()-]$' "use 1 to 90 letters, digits, '_', '.', '-', '(' and ')', not ending in '.'"
require --location "$location" '^[a-z0-9]+$' "use a region as 'az account list-locations' names it, such as westeurope"
require --storage-account "$account" '^[a-z0-9]{3,24}$' 'use 3 to 24 lowercase letters and digits'
require --container "$container" '^[a-z0-9](-?[a-z0-9]){2,62}$' 'use 3 to 63 lowercase letters, digits and single hyphens'
require --sku "$sku" '^Standard_(LRS|ZRS|GRS|GZRS|RAGRS|RAGZRS)$' 'use Standard_ZRS, or Standard_LRS where a region has no zones'
if [ -n "$repository" ]; then
  require --repository "$repository" '^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$' 'use <owner>/<name>'
  require --environment "$environment" '^[A-Za-z0-9][A-Za-z0-9_.-]{0,80}$' "use 1 to 81 letters, digits, '_', '.' and '-'"
  deployer=${deployer:-${repository#*/}-$environment}
  require --deployer "$deployer" '^[A-Za-z0-9][A-Za-z0-9_. -]{0,99}$' "use 1 to 100 letters, digits, '_', '.', '-' and blanks"
elif [ -n "$environment$deployer${known[*]-}" ]; then
  fail '--environment, --deployer and --known are about a pipeline: give --repository, too'
fi

# `show` prints what is missing, `make` makes it.
mode=show
missing=0

# A line of commands as somebody would type it.
typed() {
  local word
  printf ' '
  for word in "$@"; do
    if [[ $word =~ ^[A-Za-z0-9_./:=@,+-]+$ ]]; then printf ' %s' "$word"; else printf " '%s'" "${word//\'/\'\\\'\'}"; fi
  done
  printf '\n'
}

# Asks Azure; what it says against that is on standard error.
ask() {
  az "$@" || fail "az $1 $2 has failed, see above: nothing more was done"
}

# Runs a command of az. New objects of Azure AD are not known everywhere at once, so it may take some tries.
patiently() {
  local tries=6 said
  until said=$("$@" --output none 2>&1); do
    tries=$((tries - 1))
    case $said in
      *NotFound* | *'does not exist'*) [ "$tries" -eq 0 ] || { sleep 10; continue; } ;;
    esac
    printf '%s\n' "$said" >&2
    return 1
  done
}

missing() { # what it is for, command
  missing=$((missing + 1))
  printf '# %s\n' "$1"
  shift
  typed "$@"
  [ "$mode" = show ] || patiently "$@" || fail 'Azure has refused this, see above. What was made stays: run this again when that is put right.'
}

subscription=$(ask account show --query id --output tsv)
tenant=$(ask account show --query tenantId --output tsv)
graph=$(ask cloud show --query endpoints.microsoftGraphResourceId --output tsv)
graph=${graph%/}/v1.0
account_scope=/subscriptions/$subscription/resourceGroups/$group/providers/Microsoft.Storage/storageAccounts/$account
container_scope=$account_scope/blobServices/default/containers/$container
microsoft_graph=00000003-0000-0000-c000-000000000000
cluster_user=4abbcc35-e782-43d8-92c5-2d3f1bd2253f

# Whether text is one of some lines.
among() {
  grep -qixF -- "$1" <<<"$2"
}

state() {
  if [ "$(ask group exists --name "$group")" != true ]; then
    missing 'The resource group of the states' az group create --name "$group" --location "$location"
  fi

  # Keys of the account would open every state, so it takes none; an overwritten state can be brought back.
  local settings versioning containers
  settings=$(ask storage account list --query "[?name=='$account'].[resourceGroup, allowSharedKeyAccess, allowBlobPublicAccess, minimumTlsVersion, enableHttpsTrafficOnly]" --output tsv)
  if [ -z "$settings" ]; then
    missing 'The storage account, which takes no keys, and nothing in clear text' \
      az storage account create --name "$account" --resource-group "$group" --location "$location" --kind StorageV2 \
      --sku "$sku" --allow-shared-key-access false --allow-blob-public-access false --min-tls-version TLS1_2 --https-only true
  else
    among "${settings%%$'\t'*}" "$group" || fail "storage account $account is in resource group ${settings%%$'\t'*}: name that, or another account"
    if [ "$(tr 'A-Z' 'a-z' <<<"${settings#*$'\t'}")" != $'false\tfalse\ttls1_2\ttrue' ]; then
      missing 'The storage account takes no keys, and nothing in clear text' \
        az storage account update --name "$account" --resource-group "$group" \
        --allow-shared-key-access false --allow-blob-public-access false --min-tls-version TLS1_2 --https-only true
    fi
  fi

  versioning='' containers=''
  if [ -n "$settings" ]; then
    versioning=$(ask storage account blob-service-properties show --account-name "$account" --resource-group "$group" --query isVersioningEnabled --output tsv)
    containers=$(ask storage container-rm list --storage-account "$account" --resource-group "$group" --query '[].name' --output tsv)
  fi
  has_container=yes
  among "$versioning" true ||
    missing 'Versions of each state, kept 30 days after it is deleted' \
      az storage account blob-service-properties update --account-name "$account" --resource-group "$group" \
      --enable-versioning true --enable-delete-retention true --delete-retention-days 30
  if ! among "$container" "$containers"; then
    [ "$mode" = make ] || has_container=no
    missing 'The container' \
      az storage container-rm create --name "$container" --storage-account "$account" --resource-group "$group"
  fi
}

assigned() { # object ID or placeholder, kind, role, scope, condition
  local there=''
  # What is not there yet has no roles.
  if [[ $1 != '<'* && ($4 != "$container_scope" || $has_container = yes) ]]; then
    there=$(ask role assignment list --assignee "$1" --role "$3" --scope "$4" --fill-principal-name false --query '[].id' --output tsv)
  fi
  [ -n "$there" ] || only_ours "$3"
  [ -n "$there" ] ||
    missing "$3" az role assignment create --assignee-object-id "$1" --assignee-principal-type "$2" --role "$3" --scope "$4" \
      ${5:+--condition "$5" --condition-version 2.0}
}

client_id='' object_id='' others='' issuer=https://token.actions.githubusercontent.com

# Who else can sign in as an application that is there. Anybody in the directory may have made one of this name.
others_of() { # environment of GitHub
  local me owners keys subjects
  me=$(az ad signed-in-user show --query id --output tsv 2>/dev/null) || me=''
  owners=$(ask ad app owner list --id "$client_id" --query '[].id' --output tsv)
  keys=$(ask ad app show --id "$client_id" --query '[passwordCredentials, keyCredentials][].keyId' --output tsv)
  subjects=$(ask ad app federated-credential list --id "$client_id" --query '[].[issuer, subject]' --output tsv)
  case $object_id in
    '<'*) ;;
    *)
      owners+=$'\n'$(ask ad sp owner list --id "$object_id" --query '[].id' --output tsv)
      keys+=$(ask ad sp show --id "$object_id" --query '[passwordCredentials, keyCredentials][].keyId' --output tsv)
      ;;
  esac
  { grep -vxF -e "$me" -e '' <<<"$owners" || true; } | sort -u | sed 's/^/, the owner /'
  [ -z "$keys" ] || echo ', who has its password or certificate'
  # Their text is that of whoever has made them.
  { grep -vxF -e "$issuer"$'\t'"repo:$repository:environment:$1" -e '' <<<"$subjects" || true; } |
    sed -n '1s/.*/, whoever another federated credential lets in/p'
}

only_ours() { # what it would get
  [ -z "$others" ] ||
    fail "application $client_id was there before, and others may sign in as it: ${others#, }. It would get: $1. If it is yours all the same: --known $client_id; if not, give --deployer another name"
}

application() { # name, environment of GitHub: sets client_id, object_id and others
  client_id=$(ask ad app list --filter "displayName eq '$1'" --query '[].appId' --output tsv)
  [[ $client_id != *$'\n'* ]] || fail "several applications are called '$1': give --deployer another name"
  if [ -z "$client_id" ]; then
    missing "The application '$1'" az ad app create --display-name "$1" --sign-in-audience AzureADMyOrg
    client_id="<client ID of $1>"
    [ "$mode" = show ] || client_id=$(ask ad app list --filter "displayName eq '$1'" --query '[].appId' --output tsv)
    [ -n "$client_id" ] || fail "the application '$1' was made and is not found yet: run this again in a minute"
  elif [ "$mode" = show ]; then
    printf "# The application '%s' is there: %s\n" "$1" "$client_id"
  fi

  object_id=''
  case $client_id in '<'*) ;; *) object_id=$(ask ad sp list --filter "appId eq '$client_id'" --query '[].id' --output tsv) ;; esac
  if [ -z "$object_id" ]; then
    missing "The service principal of '$1'" az ad sp create --id "$client_id"
    object_id="<object ID of $1>"
    [ "$mode" = show ] || object_id=$(ask ad sp list --filter "appId eq '$client_id'" --query '[].id' --output tsv)
    [ -n "$object_id" ] || fail "the service principal of '$1' was made and is not found yet: run this again in a minute"
  fi

  # What is there before anything is made.
  if [ "$mode" = show ]; then
    others=''
    case " ${known[*]-} $client_id" in
      *" $client_id "* | *'<'*) ;;
      *) others=$(others_of "$2" | tr -d '\n') ;;
    esac
  fi
}

trusted() { # name, environment of GitHub
  local subject=$issuer$'\t'repo:$repository:environment:$2 subjects=''
  case $client_id in
    '<'*) ;;
    *) subjects=$(ask ad app federated-credential list --id "$client_id" --query '[].[issuer, subject]' --output tsv) ;;
  esac
  grep -qxF -- "$subject" <<<"$subjects" ||
    missing "GitHub Actions may sign in as '$1' from environment '$2' of $repository" \
      az ad app federated-credential create --id "$client_id" --parameters \
      "{\"name\":\"github-${2//./-}\",\"issuer\":\"$issuer\",\"subject\":\"${subject#*$'\t'}\",\"audiences\":[\"api://AzureADTokenExchange\"]}"
}

consented() { # permissions of Microsoft Graph
  local permission role given='' principal
  principal=$(ask ad sp list --filter "appId eq '$microsoft_graph'" --query '[].id' --output tsv)
  case $object_id in
    '<'*) ;;
    *) given=$(ask rest --method GET --url "$graph/servicePrincipals/$object_id/appRoleAssignments" --query 'value[].appRoleId' --output tsv) ;;
  esac
  for permission in "$@"; do
    role=$(ask ad sp show --id "$microsoft_graph" --query "appRoles[?value=='$permission'].id" --output tsv)
    [ -n "$role" ] || fail "Microsoft Graph has no permission $permission here"
    among "$role" "$given" || only_ours "$permission"
    among "$role" "$given" ||
      missing "Microsoft Graph: $permission, with consent" \
        az rest --method POST --url "$graph/servicePrincipals/$object_id/appRoleAssignments" --body \
        "{\"principalId\":\"$object_id\",\"resourceId\":\"$principal\",\"appRoleId\":\"$role\"}"
  done
}

# A condition under which the holder assigns, and takes away, the one role that bindings need and no other.
only_cluster_user() {
  local role="RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {$cluster_user}" type=Microsoft.Authorization/roleAssignments
  printf "((!(ActionMatches{'%s/write'})) OR (@Request[%s:%s)) AND ((!(ActionMatches{'%s/delete'})) OR (@Resource[%s:%s))" \
    "$type" "$type" "$role" "$type" "$type" "$role"
}

identities() {
  application "$deployer" "$environment"
  deployer_id=$client_id
  trusted "$deployer" "$environment"
  assigned "$object_id" ServicePrincipal 'Storage Blob Data Contributor' "$container_scope"
  assigned "$object_id" ServicePrincipal Contributor "/subscriptions/$subscription"
  assigned "$object_id" ServicePrincipal 'Role Based Access Control Administrator' "/subscriptions/$subscription" \
    "$(only_cluster_user)"
  consented Group.ReadWrite.All User.Read.All Application.Read.All

  application "$deployer-plan" "$environment-plan"
  planner_id=$client_id
  trusted "$deployer-plan" "$environment-plan"
  assigned "$object_id" ServicePrincipal 'Storage Blob Data Reader' "$container_scope"
  assigned "$object_id" ServicePrincipal Reader "/subscriptions/$subscription"
  consented User.Read.All Group.Read.All Application.Read.All
}

myself() {
  local id
  id=$(ask ad signed-in-user show --query id --output tsv)
  assigned "$id" User 'Storage Blob Data Contributor' "$container_scope"
}

everything() {
  missing=0
  state
  if [ -n "$repository" ]; then identities; else myself; fi
}

everything
if [ "$missing" -eq 0 ]; then
  printf 'Nothing to do: everything is there.\n'
else
  if [ "$agreed" = no ]; then
    printf '\nThat is in subscription %s of tenant %s. ' "$subscription" "$tenant"
    if [ ! -t 0 ]; then
      printf 'Nothing was done: run it with --yes.\n'
      exit 2
    fi
    read -r -p 'Do it? [y/N] ' answer
    case $answer in y | Y | yes) ;; *) printf 'Nothing was done.\n'; exit 2 ;; esac
  fi
  mode=make
  printf '\n'
  everything
fi

printf '\nFor the configuration:\n\n  state: { backend: azurerm, storageAccountName: %s, containerName: %s }\n' "$account" "$container"
if [ -n "$repository" ]; then
  printf '\nFor GitHub, once the two environments are made:\n\n'
  for pair in "$environment=$deployer_id" "$environment-plan=$planner_id"; do
    typed gh variable set AZURE_CLIENT_ID --repo "$repository" --env "${pair%%=*}" --body "${pair#*=}"
    typed gh variable set AZURE_TENANT_ID --repo "$repository" --env "${pair%%=*}" --body "$tenant"
    typed gh variable set AZURE_SUBSCRIPTION_ID --repo "$repository" --env "${pair%%=*}" --body "$subscription"
  done
fi
