using Helios.Linux;

namespace Helios.Launch.Benchmarks;

/// <summary>The steps of launch.c as a spawn script.</summary>
internal static class LaunchScript
{
    internal static SpawnScript Build(string root, string program, bool hold)
    {
        SpawnScript script = new();
        SpawnArgument here = script.Text(".");
        SpawnArgument rootText = script.Text(root);
        script.Call("make mounts private", Sys.mount, 0, script.Text("/"), 0, MountFlags.MS_REC | MountFlags.MS_PRIVATE, 0);
        script.Call("bind the root", Sys.mount, rootText, rootText, 0, MountFlags.MS_BIND | MountFlags.MS_REC, 0);
        script.Call("enter the root", Sys.chdir, rootText);
        script.Call("pivot", Sys.pivot_root, here, here);
        script.Call("detach the old root", Sys.umount2, here, MountFlags.MNT_DETACH);
        script.Call("change to /", Sys.chdir, script.Text("/"));
        script.Call("mount proc on /proc", Sys.mount, script.Text("proc"), script.Text("/proc"), script.Text("proc"), MountFlags.MS_NOSUID | MountFlags.MS_NODEV | MountFlags.MS_NOEXEC, 0);
        script.Call("set the host name", Sys.sethostname, script.Text("bench"), 5);
        if (hold)
        {
            script.WaitForRelease();
        }

        script.ResetSignals();
        script.CloseOnExecFrom(3);
        script.Call("exec", Sys.execve, script.Text(program), script.TextArray([program]), script.TextArray([]));
        return script;
    }
}
