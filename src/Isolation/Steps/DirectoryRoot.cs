using Helios.Contracts;
using Helios.Isolation.Sources;
using Helios.Linux;

namespace Helios.Isolation.Steps;

/// <summary>Takes a directory of the host as it is.</summary>
/// <param name="request">The directory, the first source of the launch.</param>
/// <param name="given">Whether the supervisor takes it and hands it over.</param>
internal sealed class DirectoryRoot(SourceRequest request, bool given) : ChildStep
{
    internal override LaunchStep Describe() => Step("root-directory", $"take {request.Path} as the root", ("source", request.Path));

    internal override void Emit(ChildScript script)
    {
        script.Attach($"attach {request.What}", script.TakeSource(0, request, given), Staging.Directory);
        script.Call($"enter {request.What}", Sys.chdir, script.Text(Staging.Directory));
    }
}
