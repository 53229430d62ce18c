using System.Globalization;
using System.Text;
using Helios.Contracts;
using Helios.Linux;

namespace Helios.Isolation.Steps;

/// <summary>Sets how soon the kernel ends the container when memory runs out. First of all, while /proc is the host's: nothing of the container's is opened for it.</summary>
internal sealed class OomScore(int score) : ChildStep
{
    internal override LaunchStep Describe() => Step("oom-score", string.Create(CultureInfo.InvariantCulture, $"set oom_score_adj {score}"), ("oom-score-adj", score.ToString(CultureInfo.InvariantCulture)));

    internal override void Emit(ChildScript script)
    {
        string label = string.Create(CultureInfo.InvariantCulture, $"set oom_score_adj {score}");
        byte[] text = Encoding.ASCII.GetBytes(score.ToString(CultureInfo.InvariantCulture));
        SpawnResult file = script.Call(label, Sys.openat, OpenFlags.AT_FDCWD, script.Text("/proc/self/oom_score_adj"), OpenFlags.O_WRONLY | OpenFlags.O_CLOEXEC, 0);
        script.Call(label, Sys.write, file, script.Script.Bytes(text), text.Length);
        script.Call(label, Sys.close, file);
    }
}
