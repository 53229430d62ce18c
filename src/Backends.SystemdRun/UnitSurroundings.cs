using Helios.Backends.SystemdRun.Hosts;
using Helios.Backends.SystemdRun.Processes;
using Helios.Backends.SystemdRun.Units;
using Helios.Isolation.Plans;
using Helios.Linux;

namespace Helios.Backends.SystemdRun;

/// <summary>What all containers of one backend share.</summary>
/// <param name="Facts">The host.</param>
/// <param name="Compiler">Compiles what is done for a container's start.</param>
/// <param name="Processes">Compiles further processes.</param>
/// <param name="Tools">Runs programs.</param>
/// <param name="Units">Asks the manager.</param>
/// <param name="Launcher">Makes processes.</param>
/// <param name="Events">Tells of their ends.</param>
/// <param name="Calls">The threads that wait for systemd; a caller with a thread to spend needs none.</param>
/// <param name="Gone">Called when a container has left no trace.</param>
internal sealed record UnitSurroundings(
    SystemdFacts Facts, UnitCompiler Compiler, PlanCompiler Processes, ToolRun Tools, UnitManager Units, Launcher Launcher, EventLoop Events, Lazy<BlockingCalls> Calls, Action Gone);
