# A build of about 2,500 processes, as make does it: shells, compilers' stand-ins, pipes, a refused exec here and there. N targets.
N ?= 400
OUT ?= .
TARGETS := $(foreach i,$(shell seq 1 $(N)),$(OUT)/$(i).o)

all: $(TARGETS)
	@cat $(TARGETS) | wc -l >$(OUT)/linked

$(OUT)/%.o:
	@echo "int f$*;" | sed -e 's/int/long/' | tr a-z A-Z >$@
	@test -s $@ && grep -q LONG $@ || exit 1
	@if ! /nonexistent/cc $@ 2>/dev/null; then true; fi
	@sh -c 'cat $@ | sort >$@.s; exit 0'
