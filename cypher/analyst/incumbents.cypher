// Which vendor won which projects, by type of project?
MATCH path = (:Vendor)<-[:WENT_TO]-(:Project)-[:OF_TYPE]->(:ProjectType)
RETURN path
