# Thin aliases: each target is one line that can be typed by hand.
.PHONY: help demo dev test check fix crds reference bench

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
	mvn -B -q spotless:apply && mvn -B -q -pl api -am test -Dfairway.update=true

crds: ## prints the CRDs
	./fairway crds

reference: ## builds the real kube-apiserver for tests
	./fairway reference

bench: ## benchmarks beside their peers
	./fairway bench
