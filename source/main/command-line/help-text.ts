import {meshIds} from '../../domain/signals/mesh-id.ts';
import {demoFaults} from '../demo/demo-faults.ts';
import {demoMeshes} from '../demo/demo-meshes.ts';
import {demoUsers} from '../demo/demo-users.ts';

/** What `perch --help` prints. */
export const helpText = `
  Watch canaries and release them, over the metrics of the mesh.

  Usage
    perch                    the cluster of the current kubeconfig context
    perch demo               a living shop in an embedded cluster: nothing to install
    perch audit              what was done with perch, newest last
    perch backtest NS/NAME   past releases: what the judge would have said, and what people did
    perch rbac               the roles that perch can use, as YAML
    perch rbac check         which of their rules this session has
    perch rules              recording rules that make a large mesh cheap to read, as YAML

  Cluster
    --context NAME           another kubeconfig context
    --contexts A,B           several clusters in one run; the palette goes to the next
    --kubeconfig FILE        another kubeconfig
    -n, --namespace NS       only these namespaces (comma-separated)
    -A, --all-namespaces     all namespaces (the default)
    --read-only              no verbs; nothing but reads leaves this machine
    --allow-insecure-writes  writes even where the API server's certificate is not verified

  Metrics
    --prometheus URL         where Prometheus is; also PERCH_PROMETHEUS, or the config file
    --mesh NAME[,NAME]       whose metrics, the preferred first: ${meshIds.join(', ')}
    --refresh SECONDS        seconds between refreshes; never faster than the scrape interval

  Screen
    --wall [15s]             panels that turn their pages by themselves, without verbs
    --once                   one settled frame on stdout, then exit 0; 2 without data
    --columns N, --rows N    its size
    --color auto|always|never, --ascii, --theme NAME
    --mouse                  the wheel moves, a click marks a row, one more opens it
    --bell                   rings when a release turns worse, recovers or moves under a dialog

  Files
    --config FILE            instead of ~/.config/perch/config.yaml
    --debug                  a log file, in ~/.local/state/perch
    --record FILE, --replay FILE

  Audit
    --last N                 the newest N acts alone
    --markdown               as it is pasted into a chat

  Backtest
    --since 90d              how far back

  Rules
    -o yaml|prometheusrule   a file for Prometheus, or an object for its operator
    --mesh NAME[,NAME]       of these alone
    --window 1m              of the rates: four times as long as between samples
    --by LABEL[,LABEL]       labels to keep that tell clusters or replicas apart

  Demo
    --serve                  only the servers; prints the path of a kubeconfig for kubectl
    --seed N, --speed N      another shop; shorter pauses
    --mesh NAME              ${demoMeshes.join(', ')}
    --user NAME              ${demoUsers.join(', ')}
    --fault NAME             ${Object.keys(demoFaults).join(', ')}
    --tour                   plays the first minute by itself
    --services N             a cluster of so many services, the shop's among them
    --releases N, --pods N   of these so many released; pods of each workload
    --churn N                changes of Deployments a second
`;
