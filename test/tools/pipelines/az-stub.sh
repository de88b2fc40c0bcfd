#!/usr/bin/env bash
# An az that keeps what it makes in files of the folder AZ_WORLD, and notes each call that changes something in its file `calls`.
cd "$AZ_WORLD" || exit 1
args=("$@")
words=''
while [ $# -gt 0 ]; do
  case $1 in
    --*)
      option=${1#--}
      option=${option//-/_}
      printf -v "o_$option" '%s' "${2:-}"
      shift
      ;;
    *) words="$words $1" ;;
  esac
  shift
done
words=${words# }

quoted=${o_filter:-${o_query:-}}
quoted=${quoted#*\'}
quoted=${quoted%%\'*}
graph=00000003-0000-0000-c000-000000000000

if [ "${AZ_FAILS:-}" = "$words" ]; then
  echo 'ERROR: (AuthorizationFailed) not you' >&2
  exit 3
fi

there() { [ ! -f "$1" ] || cat "$1"; }
lines() { [ ! -f "$1" ] || sed -n "s#^$2 ##p" "$1"; }

case "$words ${o_method:-}" in
  'account show ') [ "$o_query" = id ] && echo sub-1 || echo tenant-1; exit ;;
  'cloud show ') echo https://graph.microsoft.com/; exit ;;
  'group exists ') [ "$(there group)" = "$o_name" ] && echo true || echo false; exit ;;
  'storage account list ') there account; exit ;;
  'storage account blob-service-properties show ') there versions; exit ;;
  'storage container-rm list ') there container; exit ;;
  'role assignment list ') there roles | grep -xF "$o_assignee $o_role $o_scope"; exit 0 ;;
  'ad signed-in-user show ') echo "${AZ_ME:-me}"; exit ;;
  'ad app list ') lines apps "$quoted"; exit ;;
  'ad sp list ') [ "$quoted" = $graph ] && echo graph-sp || lines principals "$quoted"; exit ;;
  'ad sp show ') [ "$o_id" = $graph ] && echo "role-$quoted"; exit 0 ;;
  'ad app show ') lines keys "$o_id"; exit ;;
  'ad app owner list ' | 'ad sp owner list ') lines owners "$o_id"; exit ;;
  'ad app federated-credential list ') lines subjects "$o_id"; exit ;;
  'rest GET') principal=${o_url%/*}; lines grants "${principal##*/}"; exit ;;
esac

printf '%q ' "${args[@]}" >>calls
echo >>calls
case "$words ${o_method:-}" in
  'group create ') echo "$o_name" >group ;;
  'storage account create ' | 'storage account update ')
    printf '%s\t%s\t%s\t%s\t%s\n' "$o_resource_group" "$o_allow_shared_key_access" "$o_allow_blob_public_access" "$o_min_tls_version" "$o_https_only" >account
    ;;
  'storage account blob-service-properties update ') echo "$o_enable_versioning" >versions ;;
  'storage container-rm create ') echo "$o_name" >container ;;
  'role assignment create ') echo "$o_assignee_object_id $o_role $o_scope" >>roles ;;
  'ad app create ')
    echo "$o_display_name app-$o_display_name" >>apps
    echo "app-$o_display_name ${AZ_ME:-me}" >>owners
    ;;
  'ad sp create ') echo "$o_id sp-$o_id" >>principals ;;
  'ad app federated-credential create ') sed -E "s#.*\"issuer\":\"([^\"]*)\",\"subject\":\"([^\"]*)\".*#$o_id \\1\t\\2#" <<<"$o_parameters" >>subjects ;;
  'rest POST') sed -E 's/.*"principalId":"([^"]*)".*"appRoleId":"([^"]*)".*/\1 \2/' <<<"$o_body" >>grants ;;
  *) echo "the stub has no 'az $words'" >&2; exit 1 ;;
esac
