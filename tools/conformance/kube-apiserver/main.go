// Command kube-apiserver runs a Kubernetes API server with the etcd that it needs in one process, on loopback.
//
// The tests apply manifests to it and ask it who may do what. Everything after the first two arguments, the folder of etcd and its
// port, goes to the API server.
package main

import (
	"fmt"
	"net/url"
	"os"
	"time"

	"go.etcd.io/etcd/server/v3/embed"
	"k8s.io/component-base/cli"
	"k8s.io/kubernetes/cmd/kube-apiserver/app"
)

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: kube-apiserver <etcd folder> <etcd port> [flags of kube-apiserver]")
		os.Exit(2)
	}
	folder, port := os.Args[1], os.Args[2]
	client := startEtcd(folder, port)

	command := app.NewAPIServerCommand()
	command.SetArgs(append([]string{"--etcd-servers=" + client}, os.Args[3:]...))
	os.Exit(cli.Run(command))
}

// startEtcd returns the URL for clients once the member is ready.
func startEtcd(folder, port string) string {
	client, err := url.Parse("http://127.0.0.1:" + port)
	fail(err)
	peer, err := url.Parse("http://127.0.0.1:0")
	fail(err)

	config := embed.NewConfig()
	config.Dir = folder
	config.LogLevel = "error"
	config.ListenClientUrls = []url.URL{*client}
	config.AdvertiseClientUrls = []url.URL{*client}
	config.ListenPeerUrls = []url.URL{*peer}
	// The data is thrown away with the process.
	config.UnsafeNoFsync = true

	etcd, err := embed.StartEtcd(config)
	fail(err)
	select {
	case <-etcd.Server.ReadyNotify():
	case <-time.After(30 * time.Second):
		fail(fmt.Errorf("etcd was not ready in 30 s"))
	}
	return client.String()
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
