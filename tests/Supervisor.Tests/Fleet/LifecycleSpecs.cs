using Helios.Backends.Simulated;
using Helios.Contracts;
using Helios.Fleets;
using Helios.Fleets.Tests;
using static Helios.Supervisor.ContainerProtocol;

namespace Helios.Supervisor.Tests;

public class LifecycleSpecs
{
    private static readonly ContainerId s_web = Some.Id("web");

    [Fact]
    public void A_container_goes_through_every_state_of_a_start_and_is_ready()
    {
        using World world = new(SimulationScript.Steady.With("web", new SimulatedBehaviour { PrepareTime = TimeSpan.FromSeconds(1), StartTime = TimeSpan.FromSeconds(2) }));
        world.Apply("containers.web.command = [app]");
        world.Advance(10);
        Assert.Equal("0 waiting, 0 preparing, 1 starting, 3 running", world.Path("web"));
        Assert.True(world["web"].Ready);
        Assert.Equal([s_web], world.Backend.Living);
    }

    [Fact]
    public void Stop_sends_the_signal_and_is_answered_when_the_container_is_down()
    {
        using World world = new(SimulationScript.Steady.With("web", new SimulatedBehaviour { StopTime = TimeSpan.FromSeconds(3) }));
        world.Apply("containers.web.command = [app]");
        PendingAnswer stopped = world.Pending(new Stop(s_web, "ada"));
        Assert.False(stopped.IsThere);
        Assert.Equal(ContainerState.Stopping, world["web"].State);
        world.Advance(3);
        Assert.Equal(new Accepted(s_web, ContainerState.Exited), stopped.Now());
        Assert.Equal("stopped by ada, killed by SIGTERM", world["web"].LastExit!.ToString());
        Assert.Empty(world.Backend.Living);
    }

    [Fact]
    public void A_container_that_ignores_the_stop_signal_is_killed_after_the_grace_period()
    {
        using World world = new(SimulationScript.Steady.With("web", new SimulatedBehaviour { StopTime = null }));
        world.Apply("containers.web { command = [app], stop-grace = 5s }");
        PendingAnswer stopped = world.Pending(new Stop(s_web, "ada"));
        world.Advance(4.9);
        Assert.False(stopped.IsThere);
        world.Advance(0.1);
        Assert.True(stopped.IsThere);
        Assert.Equal("stopped by ada (killed after the grace period), killed by SIGKILL", world["web"].LastExit!.ToString());
    }

    [Fact]
    public void A_shorter_grace_of_a_second_stop_counts()
    {
        using World world = new(SimulationScript.Steady.With("web", new SimulatedBehaviour { StopTime = null }));
        world.Apply("containers.web { command = [app], stop-grace = 1h }");
        PendingAnswer first = world.Pending(new Stop(s_web, "ada"));
        PendingAnswer second = world.Pending(new Stop(s_web, "bob", TimeSpan.FromSeconds(1)));
        world.Advance(1);
        Assert.True(first.IsThere && second.IsThere);
    }

    [Fact]
    public void Kill_takes_the_whole_control_group_and_stays_down()
    {
        using World world = new();
        world.Apply("containers.web { command = [app], restart = always }");
        Assert.Equal(new Accepted(s_web, ContainerState.Exited), world.Ask<object>(new ContainerProtocol.Kill(s_web, "ada", Signal.Kill)));
        world.Advance(100);
        Assert.Equal("stopped by ada, killed by SIGKILL; stays down", Assert.Single(world.Endings("web")));
    }

    [Fact]
    public void A_lost_control_group_does_not_keep_the_container_from_being_killed()
    {
        using World world = new(SimulationScript.Steady.With("web", new SimulatedBehaviour { StopTime = null, LosesCgroupAfter = TimeSpan.FromSeconds(1) }));
        world.Apply("containers.web { command = [app], stop-grace = 2s }");
        world.Advance(1);
        PendingAnswer stopped = world.Pending(new Stop(s_web, "ada"));
        world.Advance(2);
        Assert.True(stopped.IsThere);
        Assert.Contains(world.Story, static line => line.Contains("kill control group", StringComparison.Ordinal));
    }

    [Fact]
    public void Another_signal_goes_to_the_payload_and_the_restart_policy_judges_its_death()
    {
        using World world = new();
        world.Apply("containers.web { command = [app], restart { delay = 1s, jitter = 0 } }");
        Assert.IsType<Accepted>(world.Ask<object>(new ContainerProtocol.Kill(s_web, "ada", Signal.Interrupt)));
        Assert.Equal("stopped by ada, killed by SIGINT; restarts in 1s", Assert.Single(world.Endings("web")));
        world.Advance(1);
        Assert.Equal(ContainerState.Running, world["web"].State);
    }

    [Fact]
    public void Restart_is_answered_when_the_program_runs_again()
    {
        using World world = new(SimulationScript.Steady.With("web", new SimulatedBehaviour { StopTime = TimeSpan.FromSeconds(1), StartTime = TimeSpan.FromSeconds(1) }));
        world.Apply("containers.web.command = [app]");
        world.Advance(1);
        PendingAnswer restarted = world.Pending(new Restart(s_web, "ada"));
        world.Advance(1.9);
        Assert.False(restarted.IsThere);
        world.Advance(0.1);
        Assert.Equal(new Accepted(s_web, ContainerState.Running), restarted.Now());
        Assert.Equal(0, world["web"].Restarts);
        Assert.Equal(2, world["web"].Runs);
    }

    [Fact]
    public void Pause_freezes_and_resume_lets_go_on()
    {
        using World world = new(SimulationScript.Steady.With("web", SimulatedBehaviour.ExitsAfter(TimeSpan.FromSeconds(5), 0)));
        world.Apply("containers.web { command = [app], restart = no }");
        Assert.Equal(new Accepted(s_web, ContainerState.Paused), world.Ask<object>(new Pause(s_web, "ada")));
        world.Advance(100);
        Assert.Equal(ContainerState.Paused, world["web"].State);
        Assert.IsType<Accepted>(world.Ask<object>(new Resume(s_web, "ada")));
        Assert.Equal("exit code 0", world["web"].LastExit!.ToString());
    }

    [Fact]
    public void A_paused_container_is_thawed_to_see_its_stop_signal()
    {
        using World world = new();
        world.Apply("containers.web.command = [app]");
        world.Ask<object>(new Pause(s_web, "ada"));
        Assert.Equal(new Accepted(s_web, ContainerState.Exited), world.Ask<object>(new Stop(s_web, "ada")));
    }

    [Fact]
    public void A_stop_during_the_launch_gives_the_launch_up()
    {
        using World world = new(SimulationScript.Steady.With("web", new SimulatedBehaviour { PrepareTime = TimeSpan.FromSeconds(5), StartTime = TimeSpan.FromSeconds(5) }));
        world.Apply("containers.web.command = [app]");
        world.Advance(1);
        Assert.Equal(new Accepted(s_web, ContainerState.Exited), world.Ask<object>(new Stop(s_web, "ada")));
        world.Ask<object>(new Start(s_web, "ada"));
        world.Advance(6);
        Assert.Equal(ContainerState.Starting, world["web"].State);
        Assert.Equal(new Accepted(s_web, ContainerState.Exited), world.Ask<object>(new Stop(s_web, "ada")));
        Assert.Empty(world.Backend.Living);
        Assert.Equal(2, world.Endings("web").Length);
    }

    [Fact]
    public void A_start_during_a_stop_starts_when_it_is_down()
    {
        using World world = new(SimulationScript.Steady.With("web", new SimulatedBehaviour { StopTime = TimeSpan.FromSeconds(3) }));
        world.Apply("containers.web.command = [app]");
        PendingAnswer stopped = world.Pending(new Stop(s_web, "ada"));
        world.Ask<object>(new Start(s_web, "bob"));
        world.Advance(3);
        Assert.Equal(ContainerState.Running, world["web"].State);
        Assert.False(stopped.IsThere);
    }

    [Fact]
    public void A_launch_that_fails_names_the_step_and_is_retried_by_policy()
    {
        ExitCause.LaunchFailed failure = new("mount proc on /proc", "EPERM");
        using World world = new(SimulationScript.Steady.With("web", new SimulatedBehaviour { StartFailure = failure }, SimulatedBehaviour.Steady));
        world.Apply("containers.web { command = [app], restart { delay = 2s, jitter = 0 } }");
        Assert.Equal("not started: mount proc on /proc: EPERM; restarts in 2s", Assert.Single(world.Endings("web")));
        world.Advance(2);
        Assert.Equal(ContainerState.Running, world["web"].State);
    }

    [Fact]
    public void History_keeps_the_last_runs_with_their_causes()
    {
        using World world = new(SimulationScript.Steady.With("web", SimulatedBehaviour.ExitsAfter(TimeSpan.FromSeconds(1), 3)));
        world.Apply("containers.web { command = [app], history = 3, restart { delay = 1s, factor = 1, jitter = 0 } }");
        world.Advance(8.5);
        Details details = world.Ask<Details>(new Inspect(s_web));
        Assert.Equal([2, 3, 4, 5], details.History.Select(static run => run.Number));
        Assert.All(details.History.Take(3), static run => Assert.Equal("exit code 3", run.Cause!.ToString()));
        Assert.Equal("test", world.Events.Select(static happened => happened.Event).OfType<Ended>().First().Run.StartedBy);
        Assert.Equal("restart policy", details.History[1].StartedBy);
    }

    [Fact]
    public void Out_of_memory_names_the_group_whose_limit_was_reached()
    {
        using World world = new(SimulationScript.Steady.With("web", new SimulatedBehaviour { Lifetime = TimeSpan.FromSeconds(1), OomCgroup = "web" }));
        world.Apply("containers.web { command = [app], limits.memory = 64M, restart = no }");
        world.Advance(1);
        Assert.Equal("killed: memory limit 64 MiB of web reached", world["web"].LastExit!.ToString());
    }

    [Fact]
    public void One_client_cannot_take_all_sessions_there_could_be()
    {
        using World world = new(SimulationScript.Steady.With("web", new SimulatedBehaviour { AnswerTime = TimeSpan.FromSeconds(2) }));
        world.Apply("containers.web.command = [app]");
        Exec exec = new(s_web, "ada", new ExecSpec { Command = ["ls"] }, ContainerIo.Nothing);
        string[] names = [.. Enumerable.Range(0, 64).Select(_ => world.Ask<ExecStarted>(exec).Session)];
        Assert.Contains("64 sessions run in it already", world.Ask<Refused>(exec).Reason, StringComparison.Ordinal);
        PendingAnswer ended = world.Pending(new WaitExec(s_web, "ada", names[0]));
        world.Advance(10);
        Assert.IsType<ExecEnded>(ended.Now());
        world.Ask<ExecStarted>(exec);
    }

    [Fact]
    public void Sessions_that_have_ended_are_not_kept_for_ever()
    {
        using World world = new(SimulationScript.Steady.With("web", new SimulatedBehaviour { AnswerTime = TimeSpan.FromSeconds(2) }));
        world.Apply("containers.web.command = [app]");
        Exec exec = new(s_web, "ada", new ExecSpec { Command = ["ls"] }, ContainerIo.Nothing);
        List<string> names = [];
        for (int i = 0; i < 66; i++)
        {
            names.Add(world.Ask<ExecStarted>(exec).Session);
            world.Advance(10);
        }

        Assert.Equal(Refusal.NotFound, world.Ask<Refused>(new WaitExec(s_web, "ada", names[0])).Kind);
        Assert.Equal(names[^1], world.Ask<ExecEnded>(new WaitExec(s_web, "ada", names[^1])).Session);
    }

    [Fact]
    public void Exec_is_a_session_until_its_process_ends()
    {
        using World world = new(SimulationScript.Steady.With("web", new SimulatedBehaviour { AnswerTime = TimeSpan.FromSeconds(2) }));
        world.Apply("containers.web.command = [app]");
        ExecStarted started = world.Ask<ExecStarted>(new Exec(s_web, "ada", new ExecSpec { Command = ["ls"] }, ContainerIo.Nothing));
        Assert.Equal("ls", Assert.Single(world.Ask<Details>(new Inspect(s_web)).Sessions).Command[0]);
        PendingAnswer ended = world.Pending(new WaitExec(s_web, "ada", started.Session));
        Assert.False(ended.IsThere);
        world.Advance(2);
        Assert.Equal(new ExecEnded(s_web, started.Session, ExitStatus.Exited(0)), ended.Now());
        Assert.Empty(world.Ask<Details>(new Inspect(s_web)).Sessions);
    }

    [Fact]
    public void Wait_ends_with_the_run_it_was_asked_for()
    {
        using World world = new(SimulationScript.Steady.With("web", SimulatedBehaviour.ExitsAfter(TimeSpan.FromSeconds(4), 7)));
        world.Apply("containers.web.command = [app]");
        PendingAnswer waited = world.Pending(new Wait(s_web, WaitFor.Exit));
        world.Advance(4);
        Assert.Equal(new ExitCause.Exited(7), ((Waited)waited.Now()).Cause);
    }

    [Fact]
    public void Wait_for_readiness_is_refused_when_it_can_no_longer_come()
    {
        using World world = new(SimulationScript.Steady.With("web", SimulatedBehaviour.ExitsAfter(TimeSpan.FromSeconds(4), 7) with { NotifiesReadyAfter = null }));
        world.Apply("containers.web { command = [app], restart = no, readiness = notify }");
        PendingAnswer waited = world.Pending(new Wait(s_web, WaitFor.Ready));
        world.Advance(4);
        Assert.Equal("exit code 7", ((Refused)waited.Now()).Reason);
    }

    [Fact]
    public void A_container_of_helios_run_can_be_removed_and_one_of_the_fleet_file_cannot()
    {
        using World world = new();
        world.Apply("containers.web.command = [app]");
        Assert.IsType<FleetProtocol.RunStarted>(world.Ask<object>(new FleetProtocol.Run("ada", Some.Member("box"))));
        Assert.Equal(Refusal.Forbidden, world.Ask<Refused>(new Remove(s_web, "ada", Force: true)).Kind);
        Assert.Equal(Refusal.WrongState, world.Ask<Refused>(new Remove(Some.Id("box"), "ada")).Kind);
        Assert.IsType<Accepted>(world.Ask<object>(new Remove(Some.Id("box"), "ada", Force: true)));
        Assert.Equal(Refusal.NotFound, world.Ask<Refused>(new GetStatus(Some.Id("box"))).Kind);
        Assert.Equal([s_web], world.Backend.Living);
    }

    [Fact]
    public void A_run_with_removal_leaves_nothing_behind()
    {
        using World world = new(SimulationScript.Steady.With("box", SimulatedBehaviour.ExitsAfter(TimeSpan.FromSeconds(1), 0)));
        world.Ask<object>(new FleetProtocol.Run("ada", Some.Member("box") with { RemoveAfterExit = true, Restart = new RestartSpec { Policy = RestartPolicy.No } }));
        PendingAnswer waited = world.Pending(new Wait(Some.Id("box"), WaitFor.Exit));
        world.Advance(1);
        Assert.Equal(new ExitCause.Exited(0), ((Waited)waited.Now()).Cause);
        Assert.Equal("", world.States);
        Assert.Empty(world.Backend.Living);
    }

    [Fact]
    public void A_run_whose_launch_fails_says_why()
    {
        using World world = new(SimulationScript.Steady.With("box", new SimulatedBehaviour { StartFailure = new ExitCause.LaunchFailed("exec /bin/nope", "ENOENT", LaunchFailure.NotFound) }));
        FleetProtocol.Refused refused = world.Ask<FleetProtocol.Refused>(new FleetProtocol.Run("ada", Some.Member("box") with { Restart = new RestartSpec { Policy = RestartPolicy.No } }));
        Assert.Equal("exec /bin/nope: ENOENT", Assert.Single(refused.Reasons));
    }
}
