using Xunit;

// Names of containers belong to the machine: two daemons that both want a container "a" do not get it.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
