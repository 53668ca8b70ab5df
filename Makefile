# Thin aliases: each target is one line that can be typed by hand.
.PHONY: help demo dev test check fix crds reference tables bench

help: ## lists the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  \1	\2/p' Makefile | expand -t 14

demo: ## the main job in one command
	./fairway demo

dev: ## a cluster in memory, until Ctrl-C
	./fairway up --in-memory

test: ## all tests
	./fairway test

check: ## exactly what CI runs
	.ci/run

fix: ## formats the sources, regenerates CRDs and reference pages
	./fairway fix

crds: ## prints the CRDs
	./fairway crds

reference: ## builds the real kube-apiserver for tests
	./fairway reference

tables: ## prints the table of built-in Kubernetes types anew (needs Go)
	cd testing/reference && go run -trimpath ./tables > ../../apiserver/src/main/resources/dev/fairway/apiserver/types/kubernetes.txt

bench: ## benchmarks beside their peers
	./fairway bench
